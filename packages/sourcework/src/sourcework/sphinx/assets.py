"""Assets: one style file is made of many, and pages lose what a book of this kind does not use.

The styles of the theme, of excerpts and figures and of the widgets' host, and then the files of
`page_styles`, are joined and stripped of white space and comments, behind the colours of code, of
which every pair has a contrast of seven to one. The result is `book.css`, the stylesheet that
`theme.conf` names, so Sphinx links it with a digest of its content. The styles of the front door,
of the sheet, and of cuts and wordings are files of their own, which only their pages load. What
Sphinx and myst-nb add beside it is in `_REPLACED`: styles that are joined already, scripts that
only the search page needs or that our page does without. Files that no page links any more are
deleted, the scripts of this house lose their comments, and pages what a browser does not need
(`template_bridge`), which also writes into each the policy under which it works. Figures have no
numbers.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from minify_html import minify
from pygments.formatters import HtmlFormatter
from rcssmin import cssmin
from rjsmin import jsmin
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.theming import Theme
from sphinx.util.typing import ExtensionMetadata

from sphinx_live_widgets import HOST_STYLE
from sphinx_live_widgets.csp import guarded

from ..display import STYLES, stylesheet
from ..minifier import minified
from ..theme import THEME
from .chapter_script import SIGNS

_REPLACED = {
    "_static/pygments.css",
    "_static/live-widgets/host.css",
    "_static/documentation_options.js",
    "_static/doctools.js",
    "_static/sphinx_highlight.js",
    "_static/translations.js",
}
# Sphinx's search and our own, each behind what it asks for when it is loaded.
_SEARCH = (
    *("documentation_options.js", "doctools.js", "language_data.js"),
    *("searchtools.js", "sphinx_highlight.js", "search.js"),
)
_THEME_STYLES = ("colours", "page", "icons", "text", "peek", "steps")
_STYLES = (
    *(THEME / "styles" / f"{each}.css" for each in _THEME_STYLES),
    *(STYLES / f"{each}.css" for each in ("content", "figures")),
    HOST_STYLE,
)
_PARTS = {  # of pages that have such a thing
    "book-front.css": THEME / "styles/front.css",
    "book-sheet.css": THEME / "styles/sheet.css",
    "book-apparatus.css": STYLES / "apparatus.css",
}
_TWICE = '<meta name="viewport" content="width=device-width, initial-scale=1" />'  # Sphinx has one
# Scripts that those of extensions may lean on; marks by which pages use what extensions add.
_LEANED_ON = {
    *("_static/documentation_options.js", "_static/doctools.js", "_static/translations.js"),
    "_static/sphinx_highlight.js",
}
_OWN = {
    *(
        "mode.js",
        "book.js",
        "offline.js",
        "hub-link.js",
        "peek.js",
        "chapter.js",
        "document_sheet.js",
        "front.js",
    ),
    *("search.js", "searchtools.js", "language_data.js"),
}
_USED_BY = {
    "book-front.css": SIGNS["front.js"],
    "book-sheet.css": SIGNS["document_sheet.js"],
    "book-apparatus.css": ("dossier-cut", "dossier-wording"),
    **dict.fromkeys(("copybutton.js", "clipboard.min.js", "copybutton.css"), ("<pre",)),
    **dict.fromkeys(("design-tabs.js", "sphinx-design.min.css"), ("sd-",)),
    **dict.fromkeys(("togglebutton.js", "togglebutton.css"), ("toggle", "dropdown")),
}
# Jupyter Book gives it to all pages; by itself it asks nobody, and with its button another host.
_THEBE = ("sphinx-thebe.", "THEBE_JS_URL")
# End tags that HTML has without their being written, in what is no text of its own.
_IMPLIED = re.compile(
    r"(<(script|style|textarea|pre)\b.*?</\2>)|</(?:li|td|th|tr|dd|dt)>"
    r"|</p>(?=<(?:p|ul|ol|dl|table|div|blockquote|pre|h[1-6])\b"
    r"|\s*</(?:div|blockquote|dd|section|article|details|header|footer|figure|aside|main)>)",
    re.DOTALL,
)
_UNUSED = ("basic.css", "file.png", "minus.png", "plus.png", "pygments.css")


class SlimTemplates(BuiltinTemplateLoader):
    """Jinja's templates, without what a browser adds by itself, and under a policy of their own."""

    _hosts: tuple[str, ...] = ()

    def init(
        self, builder: Builder, theme: Theme | None = None, dirs: list[str] | None = None
    ) -> None:
        """Read from the configuration which hosts pages may ask."""
        super().init(builder, theme, dirs)
        self._hosts = tuple(builder.config.allowed_hosts)

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]
        """Return the text that a template makes."""
        text = super().render(template, context)
        if not template.endswith(".html"):
            return text
        slim = minify(text, keep_closing_tags=True, keep_html_and_head_opening_tags=True)
        slim = _IMPLIED.sub(lambda found: found[1] or "", slim)
        return guarded(slim, hosts=self._hosts)


def _code_colours() -> str:
    numbers = "\n".join(HtmlFormatter().get_linenos_style_defs())
    light = _colours_of("a11y-high-contrast-light", ".highlight")
    dark = _colours_of("a11y-high-contrast-dark", 'html[data-theme="dark"] .highlight')
    return f"{numbers}\n{light}{dark}"


def _colours_of(style: str, place: str) -> str:
    """Return a style of Pygments with one rule for all that has one look."""
    formatter = HtmlFormatter(style=style)
    alike: dict[str, list[str]] = {}
    for name, (look, *_) in formatter.class2style.items():
        if name and look:
            alike.setdefault(look, []).append(f".{name}")
    rules = [f"{place} :is({', '.join(names)}) {{ {look} }}" for look, names in alike.items()]
    return "\n".join([*formatter.get_background_style_defs(place), *rules, ""])


def join_styles(app: Sphinx) -> None:
    """Write the joined style where Sphinx takes static files from."""
    styles = [_code_colours()]
    for path in (*_STYLES, *(Path(app.srcdir) / name for name in app.config.page_styles)):
        if not path.is_file():
            raise ConfigError(f"{path} is not there; correct page_styles in _config.yml")
        styles.append(path.read_text(encoding="utf-8"))
    folder = Path(app.doctreedir) / "joined"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "book.css").write_text(cssmin("\n".join(styles)), encoding="utf-8")
    for name, part in _PARTS.items():
        (folder / name).write_text(cssmin(part.read_text(encoding="utf-8")), encoding="utf-8")
    paper = [stylesheet(name) for name in ("print.css", "apparatus_print.css")]
    paper.append((THEME / "styles/paper.css").read_text(encoding="utf-8"))
    (folder / "print.css").write_text(cssmin("\n".join(paper)), encoding="utf-8")
    app.config.html_static_path.append(str(folder))


def leave_out(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Take the links to what is joined or not used out of a page's head; the search has its own.

    Where a script of an extension is left, those stay that it may lean on. What is only for paper
    is linked where `book.js` finds it when somebody is there to print.
    """
    for name in _SEARCH if page == "search" else ():
        app.add_js_file(name, loading_method="defer")
    body = str(context.get("body", ""))
    unwanted = () if _offers_thebe(app.config) else _THEBE
    styles = [each for each in context["css_files"] if _wanted(each, body, unwanted)]
    context["css_files"] = [each for each in styles if not _is_for_paper(each)]
    context["paper_styles"] = [each for each in styles if _is_for_paper(each)]
    context["metatags"] = context.get("metatags", "").replace(_TWICE, "")
    scripts = [each for each in context["script_files"] if _wanted(each, body, unwanted)]
    if any(_is_foreign(each) for each in scripts):
        leaned_on = [each for each in context["script_files"] if _name(each) in _LEANED_ON]
        scripts = [*leaned_on, *(each for each in scripts if each not in leaned_on)]
    context["script_files"] = scripts


def number_figures(_app: Sphinx, config: Config) -> None:
    """Give figures numbers if the book asks for it.

    Numbers run through all pages and mean little in one alone, but references need them. Jupyter
    Book's extension for LaTeX asks for them, whatever the configuration says.
    """
    config.numfig = config.figure_numbers


def _name(asset: Any) -> str:
    return str(asset.filename or "").split("?")[0]


def _is_for_paper(style: Any) -> bool:
    return bool(style.attributes.get("media") == "print")


def _is_foreign(asset: Any) -> bool:
    """Say whether a script is that of an extension, of this book, that this theme does not know."""
    name = _name(asset)
    return (
        bool(name)
        and "//" not in name
        and name.rpartition("/")[2] not in _OWN
        and name not in _LEANED_ON
    )


def _offers_thebe(config: Config) -> bool:
    """Say whether pages have a button that starts their cells, as Jupyter Book's option asks."""
    launch = (config.html_theme_options or {}).get("launch_buttons")
    return isinstance(launch, dict) and bool(launch.get("thebe"))


def _wanted(asset: Any, body: str, unwanted: tuple[str, ...]) -> bool:
    name = _name(asset)
    if any(each in f"{name} {asset.attributes.get('body', '')}" for each in unwanted):
        return False
    replaced = name in _REPLACED and "defer" not in asset.attributes
    marks = _USED_BY.get(name.rpartition("/")[2], ("",))
    unused = not any(mark in body for mark in marks)
    return not (replaced or unused or name.startswith("_static/mystnb."))


def delete_unused(app: Sphinx, exception: Exception | None) -> None:
    """Delete what Sphinx and myst-nb copied and no page links."""
    if exception or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for name in _UNUSED:
        (static / name).unlink(missing_ok=True)
    for path in static.glob("mystnb.*.css"):
        path.unlink()


def bare_scripts(app: Sphinx, exception: Exception | None) -> None:
    """Make our own scripts small, which all begin with the same comment."""
    if exception or app.builder.format != "html":
        return
    for path in (Path(app.outdir) / "_static").rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        if text.startswith("// @ts-check\n"):
            beside = path.with_suffix(".part")
            beside.write_text(minified(jsmin(text)), encoding="utf-8")
            beside.replace(path)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    for name in _PARTS:
        app.add_css_file(name)
    app.add_css_file("print.css", priority=800, media="print")
    app.add_config_value("page_styles", [], "html", types=frozenset({list}))
    app.connect("builder-inited", join_styles)
    app.add_config_value("figure_numbers", True, "env", types=frozenset({bool}))
    app.connect("config-inited", number_figures, priority=900)
    app.connect("html-page-context", leave_out, priority=900)
    app.connect("build-finished", delete_unused, priority=900)
    app.connect("build-finished", bare_scripts, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
