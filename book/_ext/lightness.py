"""Make one style file of many, and leave out of the pages what this book does not use.

The files of `page_styles` are joined in their order and stripped of white space and comments,
behind the colours of code, of which every pair has a contrast of seven to one. The result is
`book.css`, the stylesheet that `_theme/theme.conf` names, so Sphinx links it with a digest of its
content. What Sphinx, myst-nb and the parent themes would add beside it is in `_REPLACED`: styles
that are joined already, scripts that only the search page needs or that our page does without.
Files that no page links any more are deleted, and the scripts of this house lose their comments.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from docutils import nodes
from minify_html import minify
from PIL import Image
from pygments.formatters import HtmlFormatter
from rcssmin import cssmin
from rjsmin import jsmin
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata

_REPLACED = {
    "_static/pygments.css",
    "_static/live-widgets/host.css",
    "_static/documentation_options.js",
    "_static/doctools.js",
    "_static/sphinx_highlight.js",
    "_static/scripts/sphinx-book-theme.js",
}
_UNSEEN = {  # in what cells of code show: the page's own style does what these are for
    re.compile(r"<style scoped>.*?</style>", re.DOTALL): "",
    re.compile(r'<tr style="text-align: right;">'): "<tr>",
    re.compile(r'class="(cell|cell_input|cell_output) [^"]*"'): r"class=\1",
    re.compile(r' class="reference (internal|external)"'): "",
    re.compile(r"<span class=bibtex-protected>([^<]*)</span>"): r"\1",
}
_TWICE = '<meta name="viewport" content="width=device-width, initial-scale=1" />'  # Sphinx has one
_DAY = re.compile(r"<td>(\d{4}-\d\d-\d\d)(?=<)")
_IMAGE = re.compile(r"<img [^>]*src=[^ >]*/(?P<name>[^ /]+\.(?:svg|png))>")
_SIZE = re.compile(r'<svg [^>]*width="([\d.]+)pt" height="([\d.]+)pt"')
_LISTS = ("generate_toctree_html", "generate_toc_html")
_CLASSES_OF_LISTS = re.compile(r' class="?(toc|nav|pst-|reference)[^">]*"?')
_UNUSED = [
    *("images", "locales", "scripts", "styles", "vendor"),
    *("basic.css", "file.png", "minus.png", "plus.png", "pygments.css"),
    *("sbt-webpack-macros.html", "webpack-macros.html"),
]


def _code_colours() -> str:
    light, dark = (HtmlFormatter(style=f"a11y-high-contrast-{each}") for each in ("light", "dark"))
    in_the_dark = dark.get_style_defs('html[data-theme="dark"] .highlight')
    return light.get_style_defs(".highlight") + in_the_dark


def join_styles(app: Sphinx) -> None:
    """Write the joined style where Sphinx takes static files from."""
    styles = [_code_colours()]
    for name in app.config.page_styles:
        path = Path(app.srcdir) / name
        if not path.is_file():
            raise ConfigError(f"{path} is not there; correct page_styles in _config.yml")
        styles.append(path.read_text(encoding="utf-8"))
    folder = Path(app.doctreedir) / "joined"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "book.css").write_text(cssmin("\n".join(styles)), encoding="utf-8")
    app.config.html_static_path.append(str(folder))


def leave_out(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Take the links to what is joined or not used out of a page's head."""
    context["css_files"] = [each for each in context["css_files"] if _wanted(each)]
    context["metatags"] = context.get("metatags", "").replace(_TWICE, "")
    context["script_files"] = [each for each in context["script_files"] if _wanted(each)]


def slim(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Take out of a page's text what no reader sees; the longest chapter needs it.

    And mark the days in tables of pandas, which a browser would break at their hyphens.
    """
    if body := context.get("body"):
        body = minify(body, keep_closing_tags=True)
        for unseen, instead in _UNSEEN.items():
            body = unseen.sub(instead, body)
        body = _DAY.sub(r"<td class=day>\1", body)
        context["body"] = _IMAGE.sub(partial(_later, app), body)


def _later(app: Sphinx, image: re.Match[str]) -> str:
    """Have a picture loaded when it comes near, and keep its place until then."""
    pictures = {name: Path(app.srcdir) / path for path, name in app.builder.images.items()}
    path = pictures.get(image["name"])
    size = _size(path) if path else None
    if not size:
        return image[0]
    lazy = "" if "loading=" in image[0] else " loading=lazy"
    return f"{image[0][:-1]} width={size[0]} height={size[1]}{lazy}>"


def _size(path: Path) -> tuple[int, int] | None:
    """Return width and height in pixels of CSS; None for a drawing that does not say."""
    if path.suffix == ".png":
        with Image.open(path) as picture:
            return picture.size
    found = _SIZE.search(path.read_text(encoding="utf-8"))
    return (_pixels(found[1]), _pixels(found[2])) if found else None


def _pixels(points: str) -> int:
    return round(float(points) * 4 / 3)


def number_no_figure(_app: Sphinx, config: Config) -> None:
    """Leave figures without numbers, which run through all pages and mean nothing in one alone.

    Jupyter Book's extension for LaTeX asks for them, whatever the configuration says.
    """
    config.numfig = False


def tighten(app: Sphinx) -> None:
    """Have templates leave no lines and indentation where only their own code stood."""
    templates = getattr(app.builder, "templates", None)
    if templates:
        templates.environment.trim_blocks = templates.environment.lstrip_blocks = True


def slim_lists(
    _app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Let the lists of pages and sections do without the classes of the parent themes."""

    def slimmed(make: Callable[..., object]) -> Callable[..., str]:
        def make_slim(*arguments: object, **options: object) -> str:
            made = minify(str(make(*arguments, **options)), keep_closing_tags=True)
            return _CLASSES_OF_LISTS.sub("", made)

        return make_slim

    context.update({name: slimmed(context[name]) for name in _LISTS if name in context})


def _wanted(asset: Any) -> bool:
    name = str(asset.filename or "").split("?")[0]
    inline = "DOCUMENTATION_OPTIONS" in asset.attributes.get("body", "")
    return not (inline or name in _REPLACED or name.startswith("_static/mystnb."))


class SlimCitations(SphinxPostTransform):
    """Take the whole entry out of each link to it, where only a mouse finds it, and unused ids."""

    default_priority = 20  # when the citations have become links
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Walk the page's citations."""
        for link in self.document.findall(nodes.reference):
            if "#ref-" in link.get("refuri", ""):
                link.attributes.pop("reftitle", None)
        for span in self.document.findall(nodes.inline):
            if "bibtex-citation" in span["classes"]:
                span["ids"] = []


def delete_unused(app: Sphinx, exception: Exception | None) -> None:
    """Delete what the parent themes copied and no page links."""
    if exception or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for name in _UNUSED:
        path = static / name
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    for path in static.glob("mystnb.*.css"):
        path.unlink()


def bare_scripts(app: Sphinx, exception: Exception | None) -> None:
    """Take the comments out of our own scripts, which all begin with the same one."""
    if exception or app.builder.format != "html":
        return
    for path in (Path(app.outdir) / "_static").rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        if text.startswith("// @ts-check\n"):
            beside = path.with_suffix(".part")
            beside.write_text(jsmin(text), encoding="utf-8")
            beside.replace(path)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.add_config_value("page_styles", [], "html", types=frozenset({list}))
    app.add_post_transform(SlimCitations)
    app.connect("builder-inited", join_styles)
    app.connect("builder-inited", tighten)
    app.connect("config-inited", number_no_figure, priority=900)
    app.connect("html-page-context", leave_out, priority=900)
    app.connect("html-page-context", slim, priority=900)
    app.connect("html-page-context", slim_lists, priority=900)
    app.connect("build-finished", delete_unused, priority=900)
    app.connect("build-finished", bare_scripts, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
