"""The sheet on which figures are drawn: well-formed SVG, in the page's colours and typeface."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from sourcework.drawing import ROLES, SHAPES, Sheet, width_of, wrap

SVG = "{http://www.w3.org/2000/svg}"


def root_of(sheet: Sheet) -> ElementTree.Element:
    return ElementTree.fromstring(sheet.svg("name", "A title", "What it shows."))


def tags(sheet: Sheet) -> list[str]:
    return [each.tag.removeprefix(SVG) for each in root_of(sheet)][2:]  # title and desc are first


def test_words_are_escaped_and_set_as_the_book_sets_them() -> None:
    sheet = Sheet(100, 50)
    sheet.text(1, 2, 'the "first" <b> & the editor\'s')
    svg = sheet.svg("name", "A <title> & more", "It's so.")
    title, desc, text = ElementTree.fromstring(svg)
    assert (title.text, desc.text) == ("A <title> & more", "It’s so.")
    assert text.text == "the “first” <b> & the editor’s"


def test_it_is_named_by_its_title_and_its_text() -> None:
    root = root_of(Sheet(100.25, 50))
    assert root.attrib == {
        "viewBox": "0 0 100.2 50",
        "role": "img",
        "aria-labelledby": "name-title name-desc",
    }


def test_by_itself_it_has_its_colours_and_in_a_page_it_takes_the_page_s() -> None:
    sheet = Sheet(100, 50)
    sheet.bar((0, 0, 10, 10), role="red", edge="ink")
    sheet.text(0, 10, "var(--figure-red, #000000)")
    alone, within = (sheet.svg("n", "t", "a", alone=each) for each in (True, False))
    assert (
        f"fill: var(--figure-red, {ROLES['red']}); stroke: var(--figure-ink, {ROLES['ink']})"
        in alone
    )
    assert "fill: var(--figure-red); stroke: var(--figure-ink)" in within
    assert "xmlns" not in within
    assert sheet.svg("n", "t", "a") == alone


def test_a_role_that_no_style_has_is_refused() -> None:
    with pytest.raises(KeyError, match="mauve"):
        Sheet(1, 1).bar((0, 0, 1, 1), role="mauve")


def test_what_is_drawn_later_covers_what_was_drawn_before_and_words_cover_all() -> None:
    sheet = Sheet(100, 50)
    sheet.text(0, 10, "words")
    sheet.mark(5, 5)
    sheet.line([(0, 0), (9, 9)])
    sheet.bar((0, 0, 9, 9), role="wash")
    sheet.line([(0, 9), (9, 0)])
    assert tags(sheet) == ["path", "rect", "path", "circle", "text"]


def test_neighbours_that_look_alike_are_put_together() -> None:
    sheet = Sheet(100, 50)
    for x in (1, 2, 3):
        sheet.line([(x, 0), (x, 9)])
    for x in (10, 20):
        sheet.bar((x, 0, 9, 9), role="red")
    for role in ("red", "ink", "red"):
        sheet.text(0, 9, "words", role=role)
    assert tags(sheet) == ["path", "g", "text", "g"]
    assert root_of(sheet)[2].attrib["d"] == "M1 0L1 9M2 0L2 9M3 0L3 9"
    assert [each.attrib["x"] for each in root_of(sheet)[3]] == ["10", "20"]


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_a_mark_lies_around_its_place(shape: str) -> None:
    sheet = Sheet(100, 50)
    sheet.mark(30, 20, shape=shape, size=10, hollow=True)
    mark = root_of(sheet)[2]
    assert "fill: var(--figure-paper, " in mark.attrib["style"]
    if shape == "circle":
        assert (mark.attrib["cx"], mark.attrib["cy"], mark.attrib["r"]) == ("30", "20", "5")
        return
    (x, y), *steps = [
        (float(dx), float(dy)) for dx, dy in re.findall(r"([\d.-]+) ([\d.-]+)", mark.attrib["d"])
    ]
    assert (x, y) == (30, 20)
    xs, ys = zip(*((x := x + dx, y := y + dy) for dx, dy in steps), strict=True)
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    assert middle == pytest.approx((30, 20))
    assert 8 < max(ys) - min(ys) < 15


def test_places_are_written_to_a_tenth_of_a_pixel() -> None:
    sheet = Sheet(100, 50)
    sheet.bar((-0.04, 1 / 3, 20, 1e-9), role="ink")
    sheet.text(12.25, 99.96, "words", anchor="end")
    bar, text = root_of(sheet)[2:]
    assert [bar.attrib[key] for key in ("x", "y", "width", "height")] == ["0", "0.3", "20", "0"]
    assert (text.attrib["x"], text.attrib["y"]) == ("12.2", "100")


def test_words_are_as_wide_as_in_a_wide_typeface() -> None:
    """DejaVu Sans, whose widths can be looked up, is among the widest that a page can have."""
    assert width_of("The unnamed narrator, in print", 13) == pytest.approx(201.9, rel=0.01)
    assert width_of("The unnamed narrator, in print", 13, bold=True) == pytest.approx(
        226.8, rel=0.02
    )
    assert width_of("Kéž", 20) == width_of("Kez", 20)
    assert width_of("e\u0301") == width_of("é")
    assert width_of("文字", 10) == 20
    assert width_of("Жизнь", 10) == 40


def test_lines_are_no_wider_than_they_may_be_and_lose_no_word() -> None:
    words = "The page repeats the handbook and does not know the Selbstbestimmungsrechte"
    lines = wrap(words, 90)
    assert " ".join(lines) == words
    assert [line for line in lines if width_of(line) > 90] == ["Selbstbestimmungsrechte"]
    assert wrap("", 90) == []
