"""What a web server should say with each file: for nginx, Apache, and hosts that read `_headers`, from one description.

The policy is strict: nothing runs that is not a file of the site, nothing comes from elsewhere, and scripts may not
write HTML from text. A page may be framed by the site itself, a small page for embedding by anyone.
Styles and scripts are asked for by an address that changes with them, so that they may be kept for good.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from factbook.charts import STYLE_HASH as CHART_STYLE
from factbook.data.config import Site
from factbook.opendata.embed import STYLE_HASH
from factbook.pages import Outline

HEADERS_FILE, REDIRECTS_FILE, APACHE_FILE = "_headers", "_redirects", ".htaccess"
DAY, YEAR = 86_400, 31_536_000
_TEXTS = (
    "text/css text/plain text/csv text/xml application/javascript application/json application/xml "
    "application/atom+xml application/ld+json image/svg+xml"
)
_OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
# Media types that servers do not know by themselves (RFC 4287, JSON-LD 1.1, RFC 7111).
TYPES = {"csv": "text/csv", "jsonld": "application/ld+json", "bib": "application/x-bibtex",
         "ris": "application/x-research-info-systems"}  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """What is said with the files whose path matches: below a folder (ending with a stroke), or with an ending."""

    headers: Mapping[str, str]
    folder: str = ""
    ending: str = ""


def policy(site: Site) -> str:
    """The Content-Security-Policy of pages, as the configuration has it."""
    return str((site.configuration.value.get("extra") or {}).get("content_security_policy") or "").strip()


def always(site: Site) -> dict[str, str]:
    """The headers of every file."""
    said = "; ".join(filter(None, (policy(site).rstrip("; "), "frame-ancestors 'self'")))
    return {
        "Content-Security-Policy": said,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Strict-Transport-Security": f"max-age={YEAR}",
        "Cache-Control": "no-cache",
    }


def rules(site: Site) -> Iterator[Rule]:
    """What is said instead, or besides, for some files; a later rule has the last word."""
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
        # A chart by itself is a picture with its own style: it runs nothing, and asks for nothing.
        alone = f"default-src 'none'; style-src 'sha256-{CHART_STYLE}'; sandbox"
        drawn = {**_OPEN, "Content-Security-Policy": alone, "Cache-Control": f"public, max-age={DAY}"}
        yield Rule(drawn, f"{language.prefix}charts/")
        yield Rule({"Cache-Control": f"public, max-age={DAY}"}, f"{language.prefix}pictures/")
    for folder in ("api/", "data/"):
        yield Rule(_OPEN, folder)
    for ending in ("json", "jsonld", "csv", "xml", "bib", "ris"):
        yield Rule(_OPEN, ending=ending)


def redirects(site: Site, outline: Outline) -> Iterator[tuple[str, str]]:
    """Each former address and the one that is meant now, both absolute paths."""
    for language in site.languages:
        root = site.url_path + language.prefix
        for former, name in outline.redirects[language.code].items():
            yield f"{root}{former}/", root + outline.pages[language.code][name].address


def server_config_files(site: Site, outline: Outline) -> dict[str, bytes]:
    """What stands in the published folder itself: for Netlify, Cloudflare Pages and the like, and for Apache."""
    return {
        HEADERS_FILE: "\n".join(_headers_file(site)).encode() + b"\n",
        REDIRECTS_FILE: "\n".join(_redirects_file(site, outline)).encode() + b"\n",
        APACHE_FILE: "\n".join(_apache_file(site, outline)).encode() + b"\n",
    }


def _headers_file(site: Site) -> Iterator[str]:
    yield "/*"
    yield from (f"  {name}: {value}" for name, value in always(site).items())
    for rule in rules(site):
        path = f"{site.url_path}{rule.folder}*" if rule.folder else f"/*.{rule.ending}"
        yield path
        for name, value in rule.headers.items():
            if name in always(site):
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
    yield from (f'  Header always set {name} "{value}"' for name, value in always(site).items())
    for rule in rules(site):
        pattern = f"^{site.url_path}{rule.folder}" if rule.folder else rf"\.{rule.ending}$"
        yield f'  <If "%{{REQUEST_URI}} =~ m#{pattern}#">'
        yield from (f'    Header always set {name} "{value}"' for name, value in rule.headers.items())
        yield "  </If>"
    yield "</IfModule>"


def nginx(site: Site, outline: Outline, folder: str, listen: str, brotli: bool = False) -> str:
    """A `server` block for nginx that serves `folder` at the address and port `listen`, such as 127.0.0.1:8080.

    With `brotli`, for an nginx that has the module for it, the files of `factbook compress` are sent in this form too.
    Headers come from maps of the address, as a header set in a `location` takes the place of all that stand above.
    """
    return "\n".join(_nginx(site, outline, folder, listen, brotli)) + "\n"


def _nginx(site: Site, outline: Outline, folder: str, listen: str, brotli: bool) -> Iterator[str]:
    names = dict.fromkeys([*always(site), *(name for rule in rules(site) for name in rule.headers)])
    for name in names:
        yield f"map $uri ${_variable(name)} {{"
        yield f'  default "{always(site).get(name, "")}";'
        for rule in reversed(list(rules(site))):  # the first that matches has the word
            if name in rule.headers:
                pattern = f"^{site.url_path}{rule.folder}" if rule.folder else rf"\.{rule.ending}$"
                yield f'  "~{pattern}" "{rule.headers[name]}";'
        yield "}"
    yield "map $uri $say_missing {"
    yield f'  default "{site.url_path}404.html";'
    yield from (
        f'  "~^{site.url_path}{each.prefix}" "{site.url_path}{each.prefix}404.html";' for each in site.languages[1:]
    )
    yield "}"
    yield "server {"
    yield f"  listen {listen};"
    quoted = folder.replace("\\", "\\\\").replace('"', '\\"')
    yield f'  root "{quoted}";'
    yield "  charset utf-8;"
    yield "  absolute_redirect off;"
    yield "  error_page 404 $say_missing;"
    yield f"  charset_types {_TEXTS};"
    yield "  server_tokens off;"
    yield "  gzip on; gzip_static on; gzip_vary on; gzip_comp_level 6; gzip_min_length 500;"
    yield f"  gzip_types {_TEXTS};"
    if brotli:
        yield "  brotli_static on;"
    yield from (f"  add_header {name} ${_variable(name)} always;" for name in names)
    for language in site.languages:
        root = site.url_path + language.prefix
        yield f"  location {root} {{ try_files $uri $uri/ =404; }}"
        yield f"  location = {root}feed.xml {{ types {{ }} default_type application/atom+xml; }}"
    for ending, media in TYPES.items():
        yield f"  location ~ \\.{ending}$ {{ types {{ }} default_type {media}; }}"
    yield r"  location ~ /(_headers|_redirects|\.htaccess)$ { return 404; }"
    yield from (f"  location = {former} {{ return 301 {now}; }}" for former, now in redirects(site, outline))
    yield "}"


def _variable(name: str) -> str:
    return "say_" + name.lower().replace("-", "_")
