"""The numbers of notes: which links get one, and that nothing else of a page changes."""

from __future__ import annotations

import pytest

from sourcework.sphinx.handout import numbered

WORKS = {"ref-a": "Work A", "ref-b": "Work <em>B</em>"}
A, B = '<a href="sources.html#ref-a">A</a>', '<a class="x" href="sources.html#ref-b">B</a>'


def marked(link: str, number: int) -> str:
    return link.replace("<a", f'<a data-note="{number}"', 1)


@pytest.mark.parametrize(
    ("body", "expected", "notes"),
    [
        (f"<p>{A}</p>", f"<p>{marked(A, 1)}</p>", ["Work A"]),
        (
            f"<p>{B} and {A},\n {B}</p>",
            f"<p>{marked(B, 1)} and {marked(A, 2)},\n {marked(B, 1)}</p>",
            ["Work <em>B</em>", "Work A"],
        ),
        (f"<details>{A}</details>{B}", f"<details>{A}</details>{marked(B, 1)}", [WORKS["ref-b"]]),
        (
            f'<details class="dossier-how"><dd>{A}</dd><ul class="dossier-cautions"><li>{B}</ul>',
            f'<details class="dossier-how"><dd>{marked(A, 1)}</dd>'
            f'<ul class="dossier-cautions"><li>{B}</ul>',
            ["Work A"],
        ),
        (
            '<a href="https://x.org/?a=1&amp;b=2">there</a>',
            '<a data-note="1" href="https://x.org/?a=1&amp;b=2">there</a>',
            ["https://x.org/?a=1&amp;b=2"],
        ),
        ('<a href="https://x.org/">https://x.org/</a>', None, []),
        ('<a href="poison.html#request">the chapter</a> <a id="x">no link</a>', None, []),
        ("<P>Kept &amp; as it is: <svg viewBox='0 0 1 1'/>\n</P>", None, []),
    ],
    ids=["work", "in order", "folded", "excerpt", "address", "own text", "book", "nothing"],
)
def test_links_get_the_number_of_their_note(
    body: str, expected: str | None, notes: list[str]
) -> None:
    assert numbered(body, WORKS) == (expected or body, notes)
