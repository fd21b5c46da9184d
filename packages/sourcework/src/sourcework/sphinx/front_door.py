"""Sphinx extension: the first page of a book, with a guess, a way in, covers and doors.

    :::{first-guess} index/tellers
    :slips: bell/dread the bell was late | ledger/room nobody saw it
    :until: bell/number-1
    :alone: Two strings run down behind the edge of the page, and nobody sees where they end.
    :told: Two strings run to one head.
    It is kept. [The bell](bell.md) has the words; count again there.
    :::

    :::{way-in} bell
    :::

    ::::{covers}
    :::{cover} bell
    :drawing: covers/bell.svg
    :alt: A bell that hangs in a tower without a rope.
    :method: reading what a gauge says
    When did the water come?
    :::
    ::::

    :::{door} I teach
    :::

    Prose, cells, sections.

    :::{door-end}
    :::

What of it depends on the reader's record is `widgets/front.mjs`; without that script the guess is a
task with a fold, the way in leads to the first chapter, covers say how long each takes, and doors
are folds.
"""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from markupsafe import escape
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from ..chapters import chapter
from ..display import neutral_title, render
from ..errors import DataError
from ..excerpts import load_excerpts
from ..identity import book_id
from ..notes import find_note
from ..settings import settings
from ..typography import typeset
from .chapter_steps import minutes_of, steps_of
from .review import record_page
from .spans import SpanDirective, add_span

__all__ = ["cover", "door", "setup"]

_SVG = re.compile(r"<svg\b([^>]*)>", re.IGNORECASE)


class guess(nodes.General, nodes.Element):  # type: ignore[misc]
    """A first guess: its `note`, the `slips` that it is about, and what follows it."""


class way_in(nodes.General, nodes.Element):  # type: ignore[misc]
    """The way into the book: its first `page`."""


class covers(nodes.General, nodes.Element):  # type: ignore[misc]
    """The covers of chapters, side by side."""


class cover(nodes.General, nodes.Element):  # type: ignore[misc]
    """The cover of the chapter `page`: its `drawing`, with `alt`, the `method`, the question."""


class door(nodes.General, nodes.Element):  # type: ignore[misc]
    """What stands behind a door that says `title`."""


class FirstGuess(SphinxDirective):
    """Ask for a guess with one tap, and draw from where what it is about has come."""

    required_arguments = 1
    has_content = True
    option_spec = dict.fromkeys(("slips", "until", "alone", "told"), directives.unchanged_required)

    def run(self) -> list[nodes.Node]:
        """Leave the guess with what follows it."""
        missing = sorted(self.option_spec.keys() - self.options.keys())
        if missing or not self.content:
            lacks = ", ".join(f":{each}:" for each in missing) or "what follows the guess"
            raise self.error(
                f"{{first-guess}} lacks {lacks}; `sourcework manual first-page` has an example"
            )
        try:
            note = find_note(self.arguments[0])
            slips = [self._slip(each) for each in self.options["slips"].split("|")]
        except DataError as error:
            raise self.error(str(error)) from error
        if not note.choices:
            raise self.error(f'note "{note.id}" has no choices; write them into notes.yml')
        node = guess("", note=note.id, slips=[told for told, _ in slips])
        node["ends"] = [through for _, through in slips]
        for name in ("until", "alone", "told"):
            node[name] = self.options[name]
        self.set_source_info(node)
        node += self.parse_content_to_nodes()
        return [node]

    def _slip(self, told: str) -> tuple[tuple[str, str], str]:
        """Return the title and the words of a slip, and by whom they have come."""
        name, _, words = told.strip().partition(" ")
        excerpt = load_excerpts().get(name)
        if excerpt is None:
            raise self.error(f'there is no excerpt "{name}"; write :slips: as ID words | ID words')
        if not words or words not in excerpt.reading:
            cure = "write words that stand there, letter by letter"
            raise self.error(f'"{words}" is not in excerpt "{name}"; {cure}')
        return (neutral_title(excerpt), words), excerpt.through or excerpt.speaker


class WayIn(SphinxDirective):
    """Lead into the book: to a chapter, or on from where the reader stopped."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Leave a place for the links, which need all pages."""
        _follow_pages(self)
        return [way_in("", page=_page(self, self.arguments[0]))]


class Covers(SphinxDirective):
    """Put the covers of chapters side by side."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Leave the covers."""
        _follow_pages(self)
        node = covers()
        node += self.parse_content_to_nodes()
        strange = next((each for each in node.children if not isinstance(each, cover)), None)
        if strange is not None or not node.children:
            raise self.error("{covers} holds nothing but {cover}, and one at least")
        return [node]


class Cover(SphinxDirective):
    """Show a chapter: a drawing, the question, the method; minutes and ticks come by themselves."""

    required_arguments = 1
    has_content = True
    option_spec = dict.fromkeys(("drawing", "alt", "method"), directives.unchanged_required)

    def run(self) -> list[nodes.Node]:
        """Leave the cover, with its question."""
        if not self.content:
            raise self.error("{cover} does not ask anything; write the question of the chapter")
        node = cover("", page=_page(self, self.arguments[0]), method=self.options.get("method", ""))
        node["drawing"], node["alt"] = self._drawing(), self.options.get("alt", "")
        self.set_source_info(node)
        node += self.parse_content_to_nodes()
        return [node]

    def _drawing(self) -> str:
        named = self.options.get("drawing")
        if not named:
            return ""
        if not self.options.get("alt"):
            raise self.error(f"{named} has no text; write :alt: with what it shows")
        path, file = map(str, self.env.relfn2path(named))
        self.env.note_dependency(path)
        drawing = Path(file).read_text(encoding="utf-8").strip() if Path(file).is_file() else ""
        if not _SVG.match(drawing):
            raise self.error(f"{path} is no drawing; write a file that begins with <svg")
        return drawing


class Door(SpanDirective):
    """Mark where begins what stands behind a door; the words on it."""

    required_arguments = 1
    final_argument_whitespace = True

    def box(self) -> nodes.Element:
        """Return the door, with nothing behind it."""
        return door("", title=self.arguments[0])


def _page(directive: SphinxDirective, name: str) -> str:
    """Return the page of this name, which stands beside the one that names it."""
    page, _ = directive.env.relfn2path(f"{name}.md")
    found = str(Path(page).with_suffix(""))
    if found not in directive.env.found_docs:
        raise directive.error(f'there is no page "{name}" beside this one; name one without ending')
    return found


def _follow_pages(directive: SphinxDirective) -> None:
    """Have the page read again when any page has changed, since it tells of their steps."""
    env = directive.env
    for page in env.found_docs - {env.docname}:
        env.note_dependency(str(env.doc2path(page)))


def _link(writer: Any, page: str) -> str:
    builder = writer.builder
    return str(builder.get_relative_uri(builder.current_docname, page))


def _minutes(count: int) -> str:
    return f"{count} minute{'s' * (count != 1)}" if count else ""


def _visit_guess(writer: Any, node: guess) -> None:
    note = find_note(node["note"])
    ends = list(dict.fromkeys(node["ends"]))
    values = {
        "note": note,
        "task": typeset(note.task),
        "slips": [(title, typeset(words)) for title, words in node["slips"]],
        "until": node["until"],
        "alone": typeset(node["alone"]),
        "told": typeset(node["told"]),
        "ways": _ways([ends.index(each) for each in node["ends"]], len(ends)),
        "heads": [_across(each, len(ends)) for each in range(len(ends))],
    }
    writer.body.append(render("first_guess.html", **values))


def _across(place: int, count: int) -> float:
    """Return where the middle of one of so many columns is, in hundredths."""
    return round(100 * (place + 0.5) / count, 1)


def _ways(ends: list[int], heads: int) -> list[tuple[str, str]]:
    """Return two ways for each string from its slip: one straight down, and one to its head."""
    rows = (len(ends) + 1) // 2
    found = []
    for index, end in enumerate(ends):
        row, column = divmod(index, 2)
        x = (25 if column == 0 else 75) + (6 if (row + column) % 2 else -6)
        y, to = round(60 * (row + 0.5) / rows), _across(end, heads)
        found.append((f"M{x} {y}V100", f"M{x} {y}V70C{x} 92 {to} 78 {to} 100"))
    return found


def _visit_way_in(writer: Any, node: way_in) -> None:
    env: BuildEnvironment = writer.builder.env
    name = posixpath.basename(node["page"])
    record = record_page(env)
    values = {
        "link": _link(writer, node["page"]),
        "phrase": chapter(name).phrase,
        "minutes": _minutes(minutes_of(env, node["page"])),
        "record": _link(writer, record) if record else "",
        "book": book_id(),
    }
    writer.body.append(render("way_in.html", **values))


def _visit_covers(writer: Any, _node: covers) -> None:
    writer.body.append('<ul class="covers">')


def _depart_covers(writer: Any, _node: covers) -> None:
    writer.body.append("</ul>\n")


def _visit_cover(writer: Any, node: cover) -> None:
    env: BuildEnvironment = writer.builder.env
    name = posixpath.basename(node["page"])
    steps = steps_of(env, node["page"])
    told = json.dumps([[each.anchor, list(each.asked)] for each in steps], separators=(",", ":"))
    drawing = _SVG.sub(
        lambda found: (
            f'<svg{found[1]} role="img" aria-labelledby="cover-{name}">'
            f'<title id="cover-{name}">{escape(typeset(node["alt"]))}</title>'
        ),
        node["drawing"],
        count=1,
    )
    theme = settings().themes.get(name)
    accent = f' style="--accent: var(--figure-{theme.colour})"' if theme else ""
    writer.body.append(
        f'<li class="cover" data-page="{name}" data-steps="{escape(told)}"{accent}>{drawing}'
        f'<p class="cover-title"><a href="{escape(_link(writer, node["page"]))}">'
        f"{escape(typeset(chapter(name).title))}</a></p>"
    )


def _depart_cover(writer: Any, node: cover) -> None:
    steps = steps_of(writer.builder.env, node["page"])
    count = len(steps) if steps and steps[0].anchor else 0
    if node["method"]:
        writer.body.append(f'<p class="cover-method">{escape(typeset(node["method"]))}</p>')
    minutes = _minutes(minutes_of(writer.builder.env, node["page"]))
    parts = (minutes, f"{count} steps" if count else "")
    if told := ", ".join(filter(None, parts)):
        writer.body.append(f'<p class="cover-time">{told}</p>')
    writer.body.append("</li>\n")


def _visit_door(writer: Any, node: door) -> None:
    title, _, more = node["title"].partition(": ")
    more = f" <span>{writer.encode(typeset(more))}</span>" if more else ""
    summary = f"<b>{writer.encode(typeset(title))}</b>{more}"
    writer.body.append(f'<details class="door dossier-on-paper"><summary>{summary}</summary>')


def _depart_door(writer: Any, _node: door) -> None:
    writer.body.append("</details>\n")


def _depart_guess(writer: Any, _node: guess) -> None:
    writer.body.append("</details></section>\n")


def _pass(_writer: Any, _node: nodes.Element) -> None:
    """Write in other formats what it holds."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    for part in ("spans", "chapter_steps"):
        app.setup_extension(f"sourcework.sphinx.{part}")
    plain = (_pass, _pass)
    for node, visit, depart in (
        (guess, _visit_guess, _depart_guess),
        (way_in, _visit_way_in, _pass),
        (covers, _visit_covers, _depart_covers),
        (cover, _visit_cover, _depart_cover),
        (door, _visit_door, _depart_door),
    ):
        app.add_node(node, html=(visit, depart), text=plain, latex=plain)
    app.add_directive("first-guess", FirstGuess)
    app.add_directive("way-in", WayIn)
    app.add_directive("covers", Covers)
    app.add_directive("cover", Cover)
    add_span(app, "door", Door)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
