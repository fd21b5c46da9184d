"""Page check: after a build, what readers will not get or must not see is told, page by page.

Seven things are looked for: a request to another host, an address that leads to nothing, a picture
without a description, a path of the machine on which the book was built, something that is wider
than a phone, a formula that stayed TeX, and steps that are too long or too many. Each is
a warning of its own kind, `page_check.host` and so on, which `suppress_warnings` can silence. A
style is looked at once, where it is first used.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html
from sphinx.application import Sphinx
from sphinx.util.logging import getLogger
from sphinx.util.typing import ExtensionMetadata

from ..settings import StepSettings, settings
from .page_addresses import linked, loaded, loaded_by_style, sheets
from .page_descriptions import undescribed
from .page_steps import beyond, measure
from .page_widths import wide

__all__ = ["BuiltPages", "Finding", "setup"]

_LOGGER = getLogger(__name__)
_MOST = 5  # findings of a kind that may be many in one page
_TEX = re.compile(
    r"\$\$[^$\x1e]*[\\^_={][^$\x1e]*\$\$|\\\(.+?\\\)|\\\[.+?\\\]|\{(?:math|eq)\}[\x00`]"
    r"|\\(?:begin|end|[dt]?frac|binom|sqrt|sum|prod|i*int|oint|lim|infty|partial|nabla|"
    r"mathbf|mathrm|mathbb|mathcal|mathit|boldsymbol|operatorname|text|textbf|"
    r"(?:re)?newcommand|eqref|label|left|right|cdot|times|pm|leq?|geq?|neq?|approx|equiv|sim|"
    r"propto|mid|[cl]?dots|to|mapsto|(?:long)?(?:left|right)arrow|Rightarrow|implies|forall|"
    r"exists|hat|bar|vec|tilde|overline|under(?:line|brace)|[Aa]lpha|beta|[Gg]amma|[Dd]elta|"
    r"epsilon|varepsilon|zeta|eta|[Tt]heta|kappa|[Ll]ambda|mu|nu|[Xx]i|[Pp]i|rho|[Ss]igma|tau|"
    r"[Pp]hi|varphi|chi|[Pp]si|[Oo]mega|quad|,)(?![A-Za-z])"
)
_DOLLARS = re.compile(r"(?<![\w$\\])\$([^$\x1e]{1,200})\$(?![\w$])")
_TEX_INSIDE = re.compile(
    r"[\\^_{}]|^[A-Za-z]'*$|^[A-Za-z]\(.*\)$|^\w+(?:\s*[=<>+*/-]\s*[\w().]+)+$", re.DOTALL
)
_NO_PROSE = {"pre", "code", "kbd", "samp", "math", "script", "style", "textarea", "svg"}
_IN_A_LINE = {"a", "abbr", "b", "cite", "em", "i", "mark", "q", "s", "small", "span", "strong"}
_IN_A_LINE |= {"sub", "sup", "u", *_NO_PROSE} - {"pre"}
_ALONE = r"(?:(?<![\w/.~\\-])|(?<=file://)|(?<=file:///))"
_HOME = re.compile(
    rf"{_ALONE}(?:/(?:home|Users)/[\w.-]+/|/root/|/content/drive/|/(?:private/)?var/folders/|"
    r"/tmp/(?:ipykernel_|tmp)|/mnt/[a-z]/Users/|/[\w./-]+/(?:site|dist)-packages/|"
    r"[A-Za-z]:(?:\\{1,2}|/)Users[\\/]|[A-Z]:\\{1,2}[\w ().-]+\\)[^\s'\"<>)]*"
)
_HERE = re.compile(r"localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[?::1\]?|.*\.local")
_CURES = {
    "host": "bring the file along in _static, leave it out, or add the host to allowed_hosts",
    "sheet": "bring the file along beside it, leave it out, or add the host to allowed_hosts",
    "dead": "mend the address, or add what it leads to",
    "place": "name an id that is there",
    "root": "write it relative to the page",
    "mine": "readers do not have your machine: bring along what it leads to, or leave it out",
    "picture": "describe it: of a cell with mystnb: {image: {alt: …}}, elsewhere in its brackets",
    "path": "print no path, or only its last part",
    "wide": "give it max-width: 100%, or put it into a box that scrolls",
    "formula": (
        "add dollarmath and amsmath to myst_enable_extensions, show it from a cell with"
        " IPython.display.Math, or write it as code"
    ),
}


@dataclass(frozen=True)
class Finding:
    """What is wrong in a page: its kind, what it is, and the cure."""

    kind: str
    problem: str
    cure: str


class BuiltPages:
    """The pages of a built book, each read once.

    Parameters
    ----------
    book
        The folder of the pages.
    machine
        Paths of the machine that no page may show.
    hosts
        Hosts that pages may ask, with those below them.
    steps
        The most that a page in steps has; without it, what a book has that does not say.
    """

    def __init__(
        self,
        book: Path,
        machine: tuple[str, ...] = (),
        hosts: tuple[str, ...] = (),
        steps: StepSettings | None = None,
    ) -> None:
        self._book, self._hosts = book.resolve(), hosts
        self._steps = steps or StepSettings()
        mine = "|".join(re.escape(each) for each in machine if len(each) > 2)
        self._machine = re.compile(rf"{_ALONE}(?:{mine})(?![\w-])[^\s'\"<>)]*" if mine else r"(?!)")
        self._ids: dict[str, set[str]] = {}
        self._styles: set[str] = set()
        files = (path for path in self._book.rglob("*") if path.is_file())
        self._files = {path.relative_to(self._book).as_posix() for path in files}

    def findings(self, page: Path) -> Iterator[Finding]:
        """Find what is wrong in one page."""
        root = self._root(page)
        if root is None:
            return
        name = page.resolve().relative_to(self._book).as_posix()
        yield from self._addresses(name, root)
        yield from self._sheets(name, root)
        for what in dict.fromkeys(undescribed(root)):
            yield Finding("picture", f"{what} has no description", _CURES["picture"])
        for path in islice(dict.fromkeys(self._paths(root)), _MOST):
            yield Finding("path", f"it shows a path of this machine, {path[:60]}", _CURES["path"])
        for element, why in wide(root):
            problem = f"a {element.tag} is {why}, more than a phone"
            yield Finding("wide", problem, _CURES["wide"])
        for tex in islice(dict.fromkeys(_raw_formulas(root)), _MOST):
            yield Finding("formula", f"a formula stayed TeX: {tex[:40]!r}", _CURES["formula"])
        for problem, cure in beyond(measure(root), self._steps):
            yield Finding("steps", problem, cure)

    def _root(self, page: Path) -> html.HtmlElement | None:
        return html.parse(str(page), html.HTMLParser(encoding="utf-8")).getroot()

    def _addresses(self, page: str, root: html.HtmlElement) -> Iterator[Finding]:
        asked = dict.fromkeys(loaded(root))
        for address in asked:
            if host := self._foreign(address):
                problem = f"it asks another host, {host}, for {address[:80]}"
                yield Finding("host", problem, _CURES["host"])
        for address in dict.fromkeys((*linked(root), *asked)):
            if why := self._dead(page, address):
                yield Finding("dead", f"{address[:80]} {why[0]}", _CURES[why[1]])

    def _sheets(self, page: str, root: html.HtmlElement) -> Iterator[Finding]:
        """Find what is wrong with the addresses in the styles that no page before has loaded."""
        for link in sheets(root):
            name = self._target(page, link.partition("?")[0])
            if name is None or name in self._styles:
                continue
            self._styles.add(name)
            for address in dict.fromkeys(loaded_by_style(self._text(name))):
                if host := self._foreign(address):
                    problem = f"its style {name} asks another host, {host}, for {address[:80]}"
                    yield Finding("host", problem, _CURES["sheet"])
                elif why := self._dead(name, address):
                    problem = f"{address[:80]} in its style {name} {why[0]}"
                    yield Finding("dead", problem, _CURES[why[1]])

    def _foreign(self, address: str) -> str:
        """Return the host that an address asks, unless it is one that pages may ask."""
        try:
            host = urlsplit(address).netloc
        except ValueError:
            return ""
        allowed = any(host == each or host.endswith(f".{each}") for each in self._hosts)
        return "" if allowed else host

    def _dead(self, page: str, address: str) -> tuple[str, str] | None:
        """Say why an address in a page leads to nothing, with the name of the cure."""
        try:
            parts = urlsplit(address)
            host = parts.hostname or ""
        except ValueError:
            return "is no address", "dead"
        scheme = parts.scheme
        if scheme == "file" or len(scheme) == 1 or _HERE.fullmatch(host):
            return "leads to a place on this machine", "mine"
        if scheme not in ("", "http", "https"):
            mistyped = get_close_matches(scheme, ("http", "https"), 1, cutoff=0.8)
            return ("is no address", "dead") if mistyped else None
        if scheme or host:
            return None if host else ("leads to nothing", "dead")
        if parts.path.startswith("/"):
            return "begins at the root of the host, where this book need not lie", "root"
        target = self._target(page, parts.path)
        place = unquote(parts.fragment).partition(":~:")[0]
        if target is None:
            return "leads to nothing", "dead"
        return None if self._has(target, place) else ("leads to no place in its page", "place")

    def _target(self, page: str, path: str) -> str | None:
        """Return the file of the book to which a path in a page leads, letter by letter."""
        if not path:
            return page
        found = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))
        names = (found, posixpath.normpath(posixpath.join(found, "index.html")))
        return next((name for name in names if name in self._files), None)

    def _has(self, page: str, place: str) -> bool:
        if not page.endswith(".html") or place in ("", "top"):
            return True
        if page not in self._ids:
            root = self._root(self._book / page)
            names = root.xpath("//@id | //a/@name") if root is not None else []
            self._ids[page] = {str(each) for each in names}
        return place in self._ids[page]

    def _text(self, name: str) -> str:
        return (self._book / name).read_text(encoding="utf-8", errors="replace")

    def _paths(self, root: html.HtmlElement) -> Iterator[str]:
        said = [str(each) for each in (*root.itertext(), *root.xpath("//@*"))]
        said += [each.text_content() for each in root.iter("pre")]  # whose words have colours
        text = "\n".join(each for each in said if not each.startswith("data:"))
        for pattern in (self._machine, _HOME):
            yield from (found[0] for found in pattern.finditer(text))


def _raw_formulas(root: html.HtmlElement) -> Iterator[str]:
    for article in root.iter("article"):
        prose = "".join(_prose(article))
        yield from (found[0].replace("\x00", "`…`") for found in _TEX.finditer(prose))
        for found in _DOLLARS.finditer(prose):
            if _TEX_INSIDE.search(found[1].strip()):
                yield found[0]


def _prose(element: html.HtmlElement) -> Iterator[str]:
    """Give what an element says: code as one sign, and another after what stands by itself."""
    yield element.text or ""
    for child in element:
        if child.tag in _NO_PROSE:
            yield "\x00"
        elif isinstance(child.tag, str):
            yield from _prose(child)
        yield "" if child.tag in _IN_A_LINE else "\x1e"
        yield child.tail or ""


def _check(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name not in ("html", "dirhtml", "singlehtml"):
        return
    machine = (str(app.srcdir), str(Path(app.outdir).resolve()))
    hosts, found = tuple(app.config.allowed_hosts), 0
    pages = BuiltPages(Path(app.outdir), machine, hosts, settings().steps)
    for name in sorted(app.env.found_docs):
        page = Path(app.builder.get_outfilename(name))  # type: ignore[attr-defined]
        for finding in pages.findings(page) if page.is_file() else ():
            if f"page_check.{finding.kind}" not in app.config.suppress_warnings:
                found += 1
            _LOGGER.warning(
                f"{finding.problem}; {finding.cure}",
                location=name,
                type="page_check",
                subtype=finding.kind,
            )
    if found and app.warningiserror:
        app.statuscode = 1


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.add_config_value("allowed_hosts", [], "html", types=frozenset({list, tuple}))
    app.connect("build-finished", _check, priority=960)  # when all files are as they will stay
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
