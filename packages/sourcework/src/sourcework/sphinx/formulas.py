"""Formulas: TeX becomes MathML, which browsers draw without a script and without another host.

Dollars stand for TeX where they touch it and no digit touches them from outside, as in Pandoc, so
that "from $5 to $7" is about money. Macros of `mathjax3_config` hold in every formula, and those
that a formula of a page defines hold in all formulas of that page.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from lxml import etree
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.logging import getLogger
from sphinx.util.typing import ExtensionMetadata

__all__ = ["mathml", "plain", "setup"]

_LOGGER = getLogger(__name__)
_NAME = "mathml"
_EMPTY = re.compile(r"<(\w+)([^<>]*?)\s*/>")  # closed in full, since HTML may lose the stroke
_DEFINED = re.compile(r"\\(?:(?:re)?newcommand\*?|DeclareMathOperator\*?|def)(?![A-Za-z])")
_ARGUMENT = re.compile(r"\s*(?:\\[A-Za-z]+|(?:#\d)+|\[[^\]]*\])")
_LEFT_OUT = re.compile(r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])")
_ALIGNED = r"align(?:ed|edat|at)?\*?|flalign\*?|eqnarray\*?|split"
_RENAMED = (  # environments by those that the converter knows
    (rf"\\begin\{{(?:{_ALIGNED})\}}(?:\{{\d+\}})?", r"\\begin{align*}"),
    (rf"\\end\{{(?:{_ALIGNED})\}}", r"\\end{align*}"),
    (r"\\begin\{(?:gather(?:ed)?|multline)\*?\}", r"\\begin{array}{c}"),
    (r"\\end\{(?:gather(?:ed)?|multline)\*?\}", r"\\end{array}"),
    (r"\\(begin|end)\{[dr]cases\*?\}", r"\\\1{cases}"),
    (r"\\(?:begin|end)\{(?:equation|displaymath|math)\*?\}", ""),
)
_UNKNOWN = re.compile(r"<m[ion][^<>]*>(\\[A-Za-z]+|&)</m")
_ALPHABETS = {
    **{"bold": "BOLD", "script": "SCRIPT", "fraktur": "FRAKTUR", "double-struck": "DOUBLE-STRUCK"},
    **{"sans-serif": "SANS-SERIF", "monospace": "MONOSPACE", "bold-italic": "BOLD ITALIC"},
}
_VARIANT = re.compile(r'<(m[ino])((?: [^<>]*)?) mathvariant="([\w-]+)"([^<>]*)>(\w)</\1>')
_NOBODYS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")  # another in each build
_WIDE = 24  # letters of a formula in a line, beyond which it may be wider than a phone
_SMALL = "0123456789+-−=()"  # of these and some letters there are raised and lowered signs
_UP = dict(zip(f"{_SMALL}ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
_DOWN = dict(zip(f"{_SMALL}aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))


def mathml(tex: str, *, block: bool = False, macros: str = "") -> str:
    """Return a formula as MathML.

    Parameters
    ----------
    tex
        The formula, without dollars.
    block
        Whether it stands in a line of its own.
    macros
        Definitions that hold in it.

    Raises
    ------
    ValueError
        If it is no TeX that can be converted.
    """
    ours, tex = definitions(tex)
    if not tex.strip():
        return ""
    try:
        written = _rows(tex) if block else tex
        for pattern, other in _RENAMED:
            written = re.sub(pattern, other, written)
        written = _LEFT_OUT.sub("", written)
        text = str(convert(f"{macros}{ours}{written}", display="block" if block else "inline"))
    except Exception as error:  # the converter has no error of its own above all of its kinds
        raise ValueError(f"{type(error).__name__}: {error}".rstrip(": ")) from error
    if unknown := _UNKNOWN.search(text):
        raise ValueError(f"{unknown[1]} is not known here")
    return _VARIANT.sub(_lettered, _EMPTY.sub(r"<\1\2></\1>", text))


def definitions(tex: str) -> tuple[str, str]:
    """Return the definitions of macros in a formula, and what else it says."""
    found, rest, at = [], [], 0
    for match in _DEFINED.finditer(tex):
        if match.start() < at:
            continue
        end = _end_of_definition(tex, match.end())
        found.append(tex[match.start() : end])
        rest.append(tex[at : match.start()])
        at = end
    return "".join(found), "".join((*rest, tex[at:]))


def _end_of_definition(tex: str, at: int) -> int:
    """Return where a definition ends: behind its name, what it takes, and its body in braces."""
    groups = 0
    named = bool(re.match(r"\s*\\", tex[at:]))
    while at < len(tex) and groups < (1 if named else 2):
        if argument := _ARGUMENT.match(tex, at):
            at = argument.end()
        elif brace := re.compile(r"\s*\{").match(tex, at):
            at, depth = brace.end(), 1
            while at < len(tex) and depth:
                depth += {"{": 1, "}": -1}.get(tex[at], 0)
                at += 1
            groups += 1
        else:
            break
    return at


def plain(tex: str) -> str:
    """Return a formula as text, for titles where nothing else can stand; TeX if it is too rich.

    Examples
    --------
    >>> plain("x^2")
    'x²'
    """
    try:
        root = etree.fromstring(mathml(tex).encode())
    except (ValueError, etree.XMLSyntaxError):
        return tex
    return _said(root)


def _said(element: etree._Element) -> str:
    tag, parts = etree.QName(element).localname, [_said(each) for each in element]
    if tag in ("msup", "msub", "msubsup") and len(parts) in (2, 3):
        lower = parts[1] if tag != "msup" else ""
        upper = parts[-1] if tag != "msub" else ""
        return parts[0] + _raised(lower, _DOWN, "_") + _raised(upper, _UP, "^")
    if tag == "mfrac" and len(parts) == 2:
        return "/".join(each if len(each) == 1 else f"({each})" for each in parts)
    if tag == "msqrt":
        return f"√({''.join(parts)})"
    return (element.text or "") + "".join(parts)


def _raised(text: str, signs: dict[str, str], else_: str) -> str:
    if all(sign in signs for sign in text):
        return "".join(signs[sign] for sign in text)
    return else_ + (text if len(text) == 1 else f"({text})")


def _rows(tex: str) -> str:
    """Write several lines as MathJax reads them: in rows, which `&` aligns."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", tex) if part.strip()]
    rows = r"\\".join(parts)
    bare = "begin{" not in rows and (r"\\" in rows or "&" in rows.replace(r"\&", ""))
    return rf"\begin{{split}}{rows}\end{{split}}" if bare or len(parts) > 1 else tex


def _lettered(found: re.Match[str]) -> str:
    """Write a letter of another alphabet as such, since browsers know no variants of letters."""
    tag, before, variant, after, letter = found.groups()
    kind = "DIGIT" if letter.isdigit() else "CAPITAL" if letter.isupper() else "SMALL"
    name = f"{kind} {unicodedata.name(letter).rpartition(' ')[2]}"
    alphabet = _ALPHABETS.get(variant, "")
    for full in (f"MATHEMATICAL {alphabet} {name}", f"{alphabet} {name}", f"BLACK-LETTER {name}"):
        try:
            return f"<{tag}{before}{after}>{unicodedata.lookup(full)}</{tag}>"
        except KeyError:
            continue
    return found[0]


def _drawn(writer: Any, node: nodes.Element, *, block: bool) -> str:
    try:
        return mathml(node.astext(), block=block, macros=_macros(writer, node))
    except ValueError as error:
        cure = "write it in plainer TeX; until then readers see the TeX itself"
        _LOGGER.warning(
            "the formula %r cannot be drawn (%s); %s", node.astext(), error, cure, location=node
        )
        return f"<code>{escape(node.astext())}</code>"


def _macros(writer: Any, node: nodes.Element) -> str:
    """Return the definitions of the configuration and of the page."""
    document = writer.document
    if not hasattr(document, "formula_macros"):
        formulas = (*document.findall(nodes.math), *document.findall(nodes.math_block))
        ours = "".join(definitions(each.astext())[0] for each in formulas)
        document.formula_macros = _configured(writer.config) + ours
    return str(document.formula_macros)


def _configured(config: Config) -> str:
    """Return the macros of MathJax's configuration as TeX."""
    told = (getattr(config, "mathjax3_config", None) or {}).get("tex", {}).get("macros", {})
    macros = ((name, [body] if isinstance(body, str) else body) for name, body in told.items())
    return "".join(
        rf"\newcommand{{\{name}}}{f'[{count[0]}]' if count else ''}{{{body}}}"
        for name, (body, *count) in macros
    )


def _inline(writer: Any, node: nodes.Element) -> None:
    drawn = _drawn(writer, node, block=False)
    long = len(re.sub(r"<[^<>]*>", "", drawn)) > _WIDE and drawn.startswith("<math")
    writer.body.append(f'<span class="formula">{drawn}</span>' if long else drawn)
    raise nodes.SkipNode


def _block(writer: Any, node: nodes.Element) -> None:
    number = f'<span class="eqno">({node["number"]})</span>' if node.get("number") else ""
    named = (each for each in node.get("ids", []) if not _NOBODYS.search(each))
    names = "".join(f'<span id="{escape(each)}"></span>' for each in named)
    drawn = _drawn(writer, node, block=True)
    tag = "span" if isinstance(node.parent, nodes.TextElement) else "div"
    if drawn or names:
        writer.body.append(f'<{tag} class="formula">{names}{number}{drawn}</{tag}>\n')
    raise nodes.SkipNode


def _choose(_app: Sphinx, config: Config) -> None:
    config.html_math_renderer = _NAME


def _tell_money(_app: Sphinx, config: Config) -> None:
    """Read dollars as Pandoc does, unless the author says otherwise."""
    for name, value in _DOLLARS.items():
        if name in config and name not in config.overrides:
            config[name] = value


_DOLLARS = {
    **{"myst_dmath_allow_space": False, "myst_dmath_allow_digits": False},
    "myst_dmath_double_inline": True,
}


def _title(app: Sphinx, doctree: nodes.document) -> None:
    """Write formulas in titles as text, for lists of pages and sections."""
    env, page = app.env, app.env.docname
    for kept in (env.titles.get(page), env.longtitles.get(page), env.tocs.get(page)):
        for formula in list(kept.findall(nodes.math)) if kept is not None else ():
            formula.parent.replace(formula, nodes.Text(plain(formula.astext())))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the renderer, and take it instead of one that loads scripts."""
    app.add_html_math_renderer(_NAME, (_inline, None), (_block, None))
    app.connect("config-inited", _choose, priority=400)
    app.connect("config-inited", _tell_money, priority=100)
    app.connect("doctree-read", _title, priority=900)  # when they are kept
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
