"""Page descriptions: which pictures of a page say nothing to who does not see them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

__all__ = ["undescribed"]

_PICTURES = " | ".join(
    f"//{each}[not(ancestor::noscript)]"
    for each in (
        *("img", "input[@type='image']", "area[@href]", "canvas", "object", "iframe", "frame"),
        *("svg[not(ancestor::svg)]", "*[@role='img' and not(self::img) and not(self::svg)]"),
    )
)
_NAMED_BY_TEXT = ("svg", "object", "canvas")  # what is in them may be read out instead
_CONTROLS = ("a", "button", "label", "summary")
# No description: the name of a file, of a kind of thing, a number, a digest, or signs alone.
_FILE = re.compile(
    r"\S*\.(?:png|jpe?g|gif|svg|webp|avif|tiff?|bmp|pdf)|(?:img|dsc|pxl|image)[-_ ]?\d+"
    r"|[0-9a-f]{16,}"
)
_KIND = re.compile(
    r"(?:an? |the |my )?(?:image|picture|photo|photograph|figure|fig|img|graphic|graph|plot|chart|"
    r"diagram|icon|screenshot|alt|alt text|alternative text|description|untitled|todo|tbd)"
    r"[-_.: ]*\d*\.?"
)
_FONT = re.compile(r"\bfa[srlbd]?\s+fa-[\w-]+|\bfa-(?:solid|regular|brands)\b")


def undescribed(root: html.HtmlElement) -> Iterator[str]:
    """Give of each picture that has no real description what it is."""
    for picture in root.xpath(_PICTURES):
        if not _hidden(picture) and not _real(_name(picture), picture) and not _beside(picture):
            source = picture.get("src") or picture.get("data") or picture.get("href") or ""
            yield _called(picture, "" if source.startswith("data:") else source)
    drawn = any("awesome" in each for each in root.xpath("//link/@href"))
    for icon in () if drawn else root.xpath("//article//*[contains(@class, 'fa')]"):
        found = _FONT.search(icon.get("class"))
        if found and not icon.text_content().strip():
            yield f"the icon {found[0]}, of a font that this book does not have,"


def _called(picture: html.HtmlElement, source: str) -> str:
    name = source.rpartition("/")[2][:60]
    kind = {"img": "picture", "iframe": "frame", "area": "part of a picture"}
    return f"the {kind.get(picture.tag, picture.tag)} {name}".rstrip()


def _name(picture: html.HtmlElement) -> str:
    """Return what assistive technology reads out for a picture."""
    given = (picture.get(each) for each in ("aria-label", "alt", "title"))
    if words := next((each.strip() for each in given if each and each.strip()), ""):
        return words
    if named := picture.get("aria-labelledby"):
        found = picture.getroottree().xpath("//*[@id=$id]", id=named.split()[0])
        return str(found[0].text_content()).strip() if found else ""
    return str(picture.text_content()).strip() if picture.tag in _NAMED_BY_TEXT else ""


def _real(words: str, picture: html.HtmlElement) -> bool:
    small = words.casefold().strip()
    if not re.search(r"\w", small) or small == picture.get("src", "").casefold():
        return False
    kinds = picture.tag in ("iframe", "frame", "area")  # of which a kind is name enough
    return not _FILE.fullmatch(small) and (kinds or not _KIND.fullmatch(small))


def _hidden(picture: html.HtmlElement) -> bool:
    """Say whether assistive technology passes a picture by."""
    if picture.get("role") in ("presentation", "none"):
        return True
    above = (picture, *picture.iterancestors())
    return any(each.get("aria-hidden") == "true" or "hidden" in each.attrib for each in above)


def _beside(picture: html.HtmlElement) -> bool:
    """Say whether a link or a button around a picture has words of its own."""
    empty = picture.get("alt", "").strip() == ""
    return empty and any(
        above.tag in _CONTROLS and above.text_content().strip() for above in picture.iterancestors()
    )
