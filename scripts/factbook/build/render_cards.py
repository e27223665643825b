"""The cards of figures, rendered with the theme's own template; cards of earlier runs are taken from the cache."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
from factbook.pages.cards import card_address
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
    """The cards of a language by their path; none where the theme has no template for them.

    The template is the theme's `card.html`; texts are escaped for HTML (HTML, 13.1.2); `versions` are those of the
    styles and scripts that it asks for. A card that `memory` has from
    another run is taken from there if it would come out the same.
    """
    folder = site.root / (site.overrides or "")
    if not (site.overrides and (folder / TEMPLATE).is_file()):
        return {}
    strings = translations(site.locale_folder, language)
    template = _environment(folder / TEMPLATE, strings)
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
            files[f"{address}index.html"] = kept
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
        files[f"{address}index.html"] = text.encode()
        memory.put(name, common, facts, reader.reads, text.encode())
    return files


def _environment(file: Any, strings: NullTranslations) -> jinja2.Template:
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


def _finalize(value: Any) -> Any:
    """Views as plain words: what they say in Markdown is not for HTML."""
    return str(value) if isinstance(value, FigureView | ObservationView | View) else "" if value is None else value
