"""HTTP headers, redirects and media types for web servers: nginx, Apache, and hosts that read `_headers`.

The policy is strict: only files of the site run, nothing is loaded from elsewhere, and scripts may not write HTML from
text. A page may be framed by the site itself, an embed by any site. The address of a style or script changes with its
content, so that browsers may keep it for a year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2

from factbook.charts import STYLE_HASH as CHART_STYLE
from factbook.data.config import Site
from factbook.opendata.embed import STYLE_HASH
from factbook.pages import Outline

TEMPLATES = Path(__file__).parent / "templates"
HEADERS_FILE, REDIRECTS_FILE, APACHE_FILE = "_headers", "_redirects", ".htaccess"
DAY, YEAR = 86_400, 31_536_000
_TEXTS = (
    "text/css text/plain text/csv text/xml application/javascript application/json application/xml "
    "application/atom+xml application/ld+json image/svg+xml"
)
_OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
# Media types that servers lack (RFC 4287, JSON-LD 1.1, RFC 7111).
TYPES = {"csv": "text/csv", "jsonld": "application/ld+json", "bib": "application/x-bibtex",
         "ris": "application/x-research-info-systems"}  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """The headers of files below a folder (ending with a slash), or with an ending."""

    headers: Mapping[str, str]
    folder: str = ""
    ending: str = ""


def policy(site: Site) -> str:
    """Return the Content-Security-Policy of pages, as configured."""
    return str((site.configuration.value.get("extra") or {}).get("content_security_policy") or "").strip()


def common_headers(site: Site) -> dict[str, str]:
    """Return the headers of every file."""
    directives = "; ".join(filter(None, (policy(site).rstrip("; "), "frame-ancestors 'self'")))
    return {
        "Content-Security-Policy": directives,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Strict-Transport-Security": f"max-age={YEAR}",
        "Cache-Control": "no-cache",
    }


def rules(site: Site) -> Iterator[Rule]:
    """Yield the headers that some files have instead of the common ones, or besides; a later rule wins."""
    for language in site.languages:
        yield Rule({"Cache-Control": f"public, max-age={DAY}"}, f"{language.prefix}assets/")  # images of pages, too
        for folder in ("stylesheets", "javascripts"):
            kept = {"Cache-Control": f"public, max-age={YEAR}, immutable"}
            yield Rule(kept, f"{language.prefix}assets/{folder}/")
        small = f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'"
        embedded = {
            "Content-Security-Policy": f"{small}; frame-ancestors *",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        yield Rule(embedded, f"{language.prefix}embed/")
        # A chart opened by itself is an image with its own style: it runs nothing and loads nothing.
        alone = f"default-src 'none'; style-src 'sha256-{CHART_STYLE}'; sandbox"
        drawn = {**_OPEN, "Content-Security-Policy": alone, "Cache-Control": f"public, max-age={DAY}"}
        yield Rule(drawn, f"{language.prefix}charts/")
        yield Rule({"Cache-Control": f"public, max-age={DAY}"}, f"{language.prefix}pictures/")
    for folder in ("api/", "data/"):
        yield Rule(_OPEN, folder)
    for ending in ("json", "jsonld", "csv", "xml", "bib", "ris"):
        yield Rule(_OPEN, ending=ending)


def redirects(site: Site, outline: Outline) -> Iterator[tuple[str, str]]:
    """Yield each former address with its new one, both absolute paths."""
    for language in site.languages:
        root = site.url_path + language.prefix
        for former, name in outline.redirects[language.code].items():
            yield f"{root}{former}/", root + outline.pages[language.code][name].address


def server_config_files(site: Site, outline: Outline) -> dict[str, bytes]:
    """Return the files of the published folder for Netlify, Cloudflare Pages and the like, and for Apache, by path."""
    return {
        HEADERS_FILE: "\n".join(_headers_file(site)).encode() + b"\n",
        REDIRECTS_FILE: "\n".join(_redirects_file(site, outline)).encode() + b"\n",
        APACHE_FILE: "\n".join(_apache_file(site, outline)).encode() + b"\n",
    }


def _headers_file(site: Site) -> Iterator[str]:
    yield "/*"
    yield from (f"  {name}: {value}" for name, value in common_headers(site).items())
    for rule in rules(site):
        path = f"{site.url_path}{rule.folder}*" if rule.folder else f"/*.{rule.ending}"
        yield path
        for name, value in rule.headers.items():
            if name in common_headers(site):
                yield f"  ! {name}"  # else the two would be joined
            yield f"  {name}: {value}"


def _redirects_file(site: Site, outline: Outline) -> Iterator[str]:
    for former, now in redirects(site, outline):
        yield f"{former} {now} 301"
    for language in reversed(site.languages):
        root = site.url_path + language.prefix
        yield f"{root}* {root}404.html 404"


def _apache_file(site: Site, outline: Outline) -> Iterator[str]:
    yield "Options -Indexes"
    yield "AddDefaultCharset utf-8"
    yield "AddCharset utf-8 .css .csv .js .json .jsonld .svg .xml"
    for ending, media in TYPES.items():
        yield f"AddType {media} .{ending}"
    yield '<Files "feed.xml">\n  ForceType application/atom+xml\n</Files>'
    yield r'<FilesMatch "^(\.ht.*|_headers|_redirects)$">' + "\n  Require all denied\n</FilesMatch>"
    yield f"ErrorDocument 404 {site.url_path}404.html"
    for language in site.languages[1:]:
        root = site.url_path + language.prefix
        yield f'<If "%{{REQUEST_URI}} =~ m#^{root}#">\n  ErrorDocument 404 {root}404.html\n</If>'
    yield "<IfModule mod_alias.c>"
    yield from (f"  RedirectMatch 301 ^{former}?$ {now}" for former, now in redirects(site, outline))
    yield "</IfModule>"
    yield "<IfModule mod_headers.c>"
    yield from (f'  Header always set {name} "{value}"' for name, value in common_headers(site).items())
    for rule in rules(site):
        yield f'  <If "%{{REQUEST_URI}} =~ m#{_pattern(site, rule)}#">'
        yield from (f'    Header always set {name} "{value}"' for name, value in rule.headers.items())
        yield "  </If>"
    yield "</IfModule>"


def nginx_config(site: Site, outline: Outline, folder: str, listen: str, brotli: bool = False) -> str:
    """Return a configuration for nginx (`templates/nginx.conf.jinja`).

    Args:
        site: The site.
        outline: Its pages, whose former addresses are redirected.
        folder: The folder of the published site on the server.
        listen: The address and port to listen on, such as 127.0.0.1:8080.
        brotli: Whether nginx has the module brotli_static, which sends the Brotli files of `factbook compress`.
    """
    environment = jinja2.Environment(  # noqa: S701 - no HTML; `load_site` refuses what would leave its quotes
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, undefined=jinja2.StrictUndefined
    )
    template = environment.from_string((TEMPLATES / "nginx.conf.jinja").read_text(encoding="utf-8"))
    return template.render(
        headers=[_nginx_header(site, name) for name in _header_names(site)],
        root=site.url_path,
        languages=[site.url_path + language.prefix for language in site.languages],
        listen=listen,
        folder=folder.replace("\\", "\\\\").replace('"', '\\"'),
        text_types=_TEXTS,
        types=TYPES,
        brotli=brotli,
        redirects=list(redirects(site, outline)),
    )


def _header_names(site: Site) -> dict[str, None]:
    return dict.fromkeys([*common_headers(site), *(name for rule in rules(site) for name in rule.headers)])


def _nginx_header(site: Site, name: str) -> dict[str, object]:
    """Return a header with its variable, and its value by pattern of the address; the last rule comes first."""
    matching = [rule for rule in rules(site) if name in rule.headers]
    return {
        "name": name,
        "variable": "say_" + name.lower().replace("-", "_"),
        "default": common_headers(site).get(name, ""),
        "patterns": [(_pattern(site, rule), rule.headers[name]) for rule in reversed(matching)],
    }


def _pattern(site: Site, rule: Rule) -> str:
    """Return the regular expression of the addresses that a rule is for."""
    return f"^{site.url_path}{rule.folder}" if rule.folder else rf"\.{rule.ending}$"
