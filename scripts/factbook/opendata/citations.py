"""Citations in the formats that reference managers read: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.opendata.encoding import JsonObject, as_bytes, json_bytes, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.opendata.publication import Publication
    from factbook.pages.citation import Citation

# What BibTeX reads as a mark, as it writes the character itself. Braces count even after a backslash.
_IN_BIBTEX = str.maketrans(
    {
        "\\": "\\textbackslash{}",
        "{": "\\textbraceleft{}",
        "}": "\\textbraceright{}",
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
        **{mark: f"\\{mark}" for mark in "&%$#_"},
    }
)


def citations(publication: Publication, code: str, identifier: str) -> Iterator[tuple[str, bytes]]:
    """Return the files of a figure's citation in a language, with their paths."""
    citation = publication.citation(code, identifier)
    path = publication.citation_path(code, identifier)
    yield f"{path}.bib", as_bytes(bibtex(citation))
    yield f"{path}.ris", as_bytes(ris(citation))
    yield f"{path}.json", json_bytes([csl(citation)])


def _in_bibtex(text: str) -> str:
    return one_line(text).translate(_IN_BIBTEX)


def bibtex(citation: Citation) -> str:
    """Return a BibTeX entry; the title keeps its capitals."""
    fields = {
        "author": f"{{{_in_bibtex(citation.site)}}}",
        "title": f"{{{_in_bibtex(citation.title)}}}",
        **({"year": f"{citation.on:%Y}", "date": citation.on.isoformat()} if citation.on else {}),
        "url": citation.address,
        "language": citation.language,
    }
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items())
    return f"@misc{{{citation.key},\n{lines}}}\n"


def ris(citation: Citation) -> str:
    """Return a RIS record: a tag, two spaces, a hyphen, a space, on each line; lines end with CR LF."""
    lines = [
        ("TY", "DATA"),
        ("ID", citation.key),
        ("AU", one_line(citation.site)),
        ("TI", one_line(citation.title)),
        *([("PY", f"{citation.on:%Y}"), ("DA", f"{citation.on:%Y/%m/%d}")] if citation.on else []),
        ("LA", citation.language),
        ("UR", citation.address),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {text}\r\n" for tag, text in lines)


def csl(citation: Citation) -> JsonObject:
    """Return an item of CSL-JSON (citeproc)."""
    day = citation.on
    return {
        "id": citation.key,
        "type": "dataset",
        "author": [{"literal": one_line(citation.site)}],
        "title": one_line(citation.title),
        **({"issued": {"date-parts": [[day.year, day.month, day.day]]}} if day else {}),
        "language": citation.language,
        "URL": citation.address,
    }
