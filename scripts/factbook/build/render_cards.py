"""The cards of figures, rendered with the template of the theme, or taken from an earlier run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import jinja2
from babel.support import NullTranslations

from factbook.build.cache import fingerprint
from factbook.build.cache_key import common_key
from factbook.build.trace import NULL_MEMO, CatalogueState, MemoTable, TracingCatalogue
from factbook.data.changes import modified_in
from factbook.data.config import Site
from factbook.i18n.formatter import Formatter
from factbook.i18n.messages import translations
from factbook.model import Catalogue
from factbook.pages.cards import card_address, card_output_path
from factbook.pages.citation import Citation
from factbook.pages.figure_views import FigureView, ObservationView
from factbook.pages.spec import Outline
from factbook.pages.views import RenderContext, View

TEMPLATE = "card.html"


def card_files(
    site: Site,
    catalogue: Catalogue,
    outline: Outline,
    language: str,
    versions: Mapping[str, str],
    memory: MemoTable = NULL_MEMO,
) -> Mapping[str, bytes]:
    """Return the cards of a language by their path; none if the theme has no template for them.

    Texts are escaped for HTML (HTML, 13.1.2).

    Args:
        site: The site; the template is `card.html` in its theme.
        catalogue: The facts.
        outline: All pages.
        language: The code of the language.
        versions: A fingerprint of each style and script of the theme, for its address.
        memory: Cards of earlier runs, used if nothing that they are made from has changed.
    """
    folder = site.root / (site.overrides or "")
    if not (site.overrides and (folder / TEMPLATE).is_file()):
        return {}
    strings = translations(site.locale_folder, language)
    template = _load_template(folder / TEMPLATE, strings)
    wording = Formatter(language, strings.gettext)
    pages = outline.pages[language]
    facts, reader = CatalogueState(catalogue), TracingCatalogue(catalogue)
    common = fingerprint(common_key(site, facts, outline), (folder / TEMPLATE).read_bytes(), *versions.values())
    files = {}
    for identifier, figure in catalogue.figures.items():
        spec = pages.get(f"figures/{identifier}")
        if spec is None or not figure.observations:
            continue
        name, address = f"{language}/{identifier}", card_address(identifier)
        if (kept := memory.get(name, common, facts)) is not None:
            files[card_output_path(identifier)] = kept
            continue
        reader.begin()
        view = FigureView(RenderContext(spec, pages, reader.catalogue, wording), identifier)
        on = modified_in(reader.catalogue, identifier, site.published)
        citation = Citation.of(site, outline, reader.catalogue.figures[identifier], wording, identifier, on)
        text = template.render(
            this=view,
            language=language,
            root="../" * address.count("/"),
            versions=versions,
            direction=wording.direction,
            page=spec.address,
            citation=citation.text(wording),
            policy=(site.configuration.value.get("extra") or {}).get("content_security_policy"),
        )
        files[card_output_path(identifier)] = text.encode()
        memory.put(name, common, facts, reader.reads, text.encode())
    return files


def _load_template(file: Path, strings: NullTranslations) -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.install_gettext_translations(strings, newstyle=True)  # type: ignore[attr-defined]
    return environment.from_string(file.read_text(encoding="utf-8"))


def _finalize(value: object) -> object:
    """Return a view as its plain text: its Markdown is not for HTML."""
    return str(value) if isinstance(value, FigureView | ObservationView | View) else "" if value is None else value
