"""The figures show what the tables have, and stand in any page, legible and themed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from _pytest.monkeypatch import MonkeyPatch

from local.figures.lines import corners
from local.widgets.sequence import POSITIONS
from sourcework import figures, tables
from sourcework.display import STYLES
from sourcework.drawing import ROLES, width_of
from sourcework.errors import DataError
from sourcework.figures import Figure
from sourcework.typography import typeset

SVG = "{http://www.w3.org/2000/svg}"
CHAINS = list(dict.fromkeys(tables.links()["chain"]))
MAKERS = {
    "timeline": figures.timeline,
    "days": figures.march_1923,
    "politburo": figures.politburo,
    "ways": figures.ways,
    "dictations": figures.dictations,
    "tellings": figures.tellings,
    "georgia-lines": figures.georgia_lines,
    "delay": figures.delay,
    **{f"chain-{name}": (lambda name=name: figures.chain(name)) for name in CHAINS},
}
# The least width in CSS pixels of each kind: on a phone of 390, and the style's minimum.
NARROW, WIDE = 332, 664


@pytest.fixture(scope="module")
def drawn() -> dict[str, Figure]:
    return {name: make() for name, make in MAKERS.items()}


@pytest.fixture(params=list(MAKERS))
def figure(request: pytest.FixtureRequest, drawn: dict[str, Figure]) -> Figure:
    return drawn[request.param]


def _drawn(figure: Figure, tag: str) -> list[ElementTree.Element]:
    """Return what is drawn with a tag, each with the looks that it has from its group."""
    root = ElementTree.fromstring(figure.svg)
    for group in root.iter(f"{SVG}g"):
        for element in group:
            element.set("style", group.get("style", ""))
    return list(root.iter(f"{SVG}{tag}"))


def _texts(figure: Figure) -> list[ElementTree.Element]:
    return _drawn(figure, "text")


def _bars(figure: Figure, role: str) -> list[tuple[float, float, float, float]]:
    """Return left, top, width and height of the bars filled with a colour."""
    bars = [each for each in _drawn(figure, "rect") if _role(each) == role]
    places = ("x", "y", "width", "height")
    return [tuple(float(bar.get(place, "nan")) for place in places) for bar in bars]


def _role(element: ElementTree.Element, key: str = "fill") -> str:
    return re.sub(r"var\(--figure-(\w+), .*", r"\1", _looks(element)[key])


def _marks(figure: Figure, role: str) -> list[tuple[float, float]]:
    """Return the middles of the marks that have a colour, from left to right."""
    shapes = [each for tag in ("circle", "path") for each in _drawn(figure, tag)]
    return sorted(
        _middle(each)
        for each in shapes
        if _looks(each)["fill"] != "none" and _role(each, "stroke") == role
    )


def _middle(mark: ElementTree.Element) -> tuple[float, float]:
    if mark.tag == f"{SVG}circle":
        return float(mark.get("cx", "nan")), float(mark.get("cy", "nan"))
    return _corners(mark)[0]


def _corners(path: ElementTree.Element) -> list[tuple[float, float]]:
    found = re.findall(r"[ML]([\d.-]+) ([\d.-]+)", path.get("d", ""))
    return [(float(x), float(y)) for x, y in found]


def _places(figure: Figure, y: float) -> Iterator[tuple[str, float]]:
    """Give the words that stand on one line, with their x."""
    for text in _texts(figure):
        if text.get("y") == f"{y:g}":
            yield "".join(text.itertext()), float(text.get("x", "nan"))


def _looks(element: ElementTree.Element) -> dict[str, str]:
    pairs = [part.partition(":") for part in element.get("style", "").split(";") if part]
    return {key.strip(): value.strip() for key, _, value in pairs}


def _box(element: ElementTree.Element) -> tuple[float, float, float, float]:
    looks = _looks(element)
    size = float(looks["font-size"].removesuffix("px"))
    bold = looks.get("font-weight") in ("bold", "700")
    wide = width_of("".join(element.itertext()), size, bold)
    shift = {"middle": wide / 2, "end": wide}.get(looks.get("text-anchor", "start"), 0)
    left, bottom = float(element.get("x", "nan")) - shift, float(element.get("y", "nan"))
    return left, bottom - size * 0.75, left + wide, bottom + size * 0.2


def _view(figure: Figure) -> list[float]:
    return [float(part) for part in ElementTree.fromstring(figure.svg).get("viewBox", "").split()]


def test_each_drawing_is_named_described_and_light(figure: Figure) -> None:
    root = ElementTree.fromstring(figure.svg)
    assert root.get("role") == "img"
    title, desc = root[0], root[1]
    assert (title.text, desc.text) == (typeset(figure.title), typeset(figure.alt))
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert figure.svg.startswith("<svg ")
    assert "metadata" not in figure.svg
    assert "<style" not in figure.svg
    assert len(figure.svg.encode()) < 20_000


def test_ids_are_unique_in_a_page_with_all_figures_and_references_resolve(
    drawn: dict[str, Figure],
) -> None:
    ids: list[str] = []
    for figure in drawn.values():
        elements = list(ElementTree.fromstring(figure.svg).iter())
        own = [key for element in elements if (key := element.get("id"))]
        targets = {target[1:] for element in elements if (target := element.get("href"))}
        assert targets <= set(own)
        assert all(key.startswith(f"{figure.name}-") for key in own)
        assert "url(" not in figure.svg
        assert not targets
        ids += own
    assert len(ids) == len(set(ids))


def test_every_colour_is_a_role_of_the_page(figure: Figure) -> None:
    for element in ElementTree.fromstring(figure.svg).iter():
        looks = {**_looks(element), **element.attrib}
        for key in ("fill", "stroke"):
            assert re.fullmatch(
                r"none|currentColor|var\(--figure-[a-z]+, #[0-9a-f]{6}\)", looks.get(key, "none")
            )


def test_the_page_chooses_the_typeface_and_no_text_is_below_11_pixels(figure: Figure) -> None:
    assert "font-family" not in figure.svg
    assert "font:" not in figure.svg
    scale = (WIDE if figure.wide else NARROW) / _view(figure)[2]
    sizes = [float(_looks(text)["font-size"].removesuffix("px")) for text in _texts(figure)]
    assert min(sizes) * scale >= 11


def test_no_words_collide_or_leave_the_sheet(figure: Figure) -> None:
    words = {"".join(text.itertext()) + str(n): _box(text) for n, text in enumerate(_texts(figure))}
    _, _, width, height = _view(figure)
    for name, (left, top, right, bottom) in words.items():
        assert left >= -0.5, name
        assert top >= -0.5, name
        assert right <= width + 0.5, name
        assert bottom <= height + 0.5, name
    for (one, a), (other, b) in combinations(words.items(), 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, f"{one} touches {other}"


def test_drawing_twice_gives_the_same_text(figure: Figure) -> None:
    again = MAKERS[figure.name]()
    assert (again.svg, again.alt) == (figure.svg, figure.alt)


def test_each_offers_html_markdown_and_plain_text_with_its_table(figure: Figure) -> None:
    bundle = figure._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/markdown", "text/plain"}
    for text in bundle.values():
        assert figure.title.split(",")[0].replace("'", "&#39;") in text or figure.title in text
        assert str(figure.table.iloc[0, 0]) in text.replace("\xa0", " ")
    html = bundle["text/html"]
    assert html.count("<svg ") == 1
    assert ('tabindex="0"' in html) == figure.wide
    assert figure.table.map(bool).all(axis=None)


def test_an_unknown_chain_says_which_there_are() -> None:
    with pytest.raises(DataError, match=r"links\.csv, chain \"nobody\": .*poison"):
        figures.chain("nobody")


@pytest.mark.parametrize("name", CHAINS)
def test_a_chain_draws_its_links_and_the_silences_to_scale(name: str) -> None:
    links = tables.links()
    links = links[links["chain"] == name]
    figure = figures.chain(name)
    assert len(figure.table) == len(links)
    assert len(_marks(figure, "ink")) == len(links)
    bars = sorted(_bars(figure, "ink") + _bars(figure, "paper"), key=lambda bar: bar[1])
    heights = [height for _, _, _, height in bars]
    assert heights == pytest.approx([2 * gap for gap in links["gap_years"] if gap > 0], abs=0.06)
    hollow = [mark for mark in _drawn(figure, "circle") if _role(mark) == "paper"]
    assert len(hollow) == (links["basis"] == "unverified").sum()


def test_what_the_timeline_names_is_in_its_table() -> None:
    figure = figures.timeline()
    titles = typeset(" | ".join(figure.table["Event"]))
    named = [text for text in _texts(figure) if float(text.get("y", "0")) > 66]
    themes = {"Testament", "Poison", "Georgia", "Eavesdropping", "Lenin’s health", "Oath"}
    words = {"".join(text.itertext()) for text in named} - themes - {"The succession"}
    assert len(words) > 30
    assert [line for line in words if line not in titles] == []


def test_the_timeline_has_each_event_at_its_date_between_the_months_of_the_axis() -> None:
    figure = figures.timeline()
    months = list(_places(figure, 15))
    dates, places, year = [], [], 1921
    for (name, x), (before, _) in zip(months, [("Jan", 0.0), *months], strict=False):
        number = {word: pd.Timestamp(f"1 {word} 2000").month for word in (name, before)}
        year += number[name] < number[before]
        dates.append(pd.Timestamp(year, number[name], 1))
        places.append(x)
    events = tables.events()
    events = events[events["precision"] == "day"]
    events = events[events["date"].between(dates[0], dates[-1])]
    scale = [date.value for date in dates]
    ends = pd.to_datetime(events["end"].where(events["end"] != "", events["date"]))
    spans = [[day.value, end.value] for day, end in zip(events["date"], ends, strict=True)]
    lasts = np.diff(np.interp(spans, scale, places))[:, 0]
    events = events[lasts <= 5]  # what lasts longer is a bar
    for theme, role in {"poison": "violet", "testament": "red", "oath": "teal"}.items():
        of_theme = events[[theme in themes for themes in events["themes"]]]
        expected = [np.interp(date.value, scale, places) for date in of_theme["date"]]
        drawn = [x for x, _ in _marks(figure, role) if x <= places[-1]]
        assert drawn == pytest.approx(sorted(expected), abs=0.2), theme


def test_march_has_the_letter_before_the_stroke_before_the_request_before_the_memo() -> None:
    figure = figures.march_1923()
    lines = ["".join(text.itertext()) for text in _texts(figure)]
    order = ["threatens", "third stroke", "request for cyanide", "memo"]
    places = [next(n for n, line in enumerate(lines) if part in line) for part in order]
    assert places == sorted(places)
    march = tables.events().loc[lambda rows: rows["written_date"].str.startswith("1923-03-")]
    assert list(figure.table["What the documents have"]) == list(march["title"])


def test_march_has_each_turn_of_the_story_beside_its_day_and_an_arrow_to_it() -> None:
    figure = figures.march_1923()
    days = {float(text.get("y", "nan")): text.text or "" for text in _texts(figure)}
    turns = {y for x, y in _marks(figure, "violet") if x > 100}
    assert [days[y + 5] for y in sorted(turns)] == ["Mon 5", "Sat 10", "Sat 17", "Wed 21"]
    arrows = {y for x, y in _marks(figure, "violet") if x < 40}
    assert [days[y + 5] for y in sorted(arrows)] == ["Mon 5", "Sat 17", "Wed 21"]


def test_the_map_has_a_box_for_each_day_between_two_events() -> None:
    figure = figures.ways()
    assert list(figure.table["Took"]) == ["the same day", "3 days", "8 days at most"]
    dates = tables.events()["date"]
    trotsky = dates["1924-01-21-trotsky-at-tiflis"] - dates["1924-01-18-trotsky-leaves-moscow"]
    rykov = dates["1922-12-09-talk-with-rykov"] - dates["1922-12-01-rykov-leaves-tiflis"]
    assert len(_bars(figure, "blue")) == trotsky.days
    assert len(_bars(figure, "paper")) == rykov.days


def test_the_map_counts_again_when_a_day_changes(monkeypatch: MonkeyPatch) -> None:
    events = tables.events()
    events.loc["1924-01-18-trotsky-leaves-moscow", "written_date"] = "1924-01-17"
    monkeypatch.setattr(tables, "events", lambda: events)
    figure = figures.ways()
    assert len(_bars(figure, "blue")) == 4
    assert "Trotsky, by rail, 4 days" in figure.alt


def test_an_hour_stands_at_its_place_between_midnight_and_midnight() -> None:
    figure = figures.dictations()
    hours = {int(words): x for words, x in _places(figure, 16) if words.isdigit()}
    wide = (hours[24] - hours[0]) / 24
    solid = sorted((left, width) for left, _, width, _ in _bars(figure, "red"))
    assert solid == [
        pytest.approx((hours[0] + 18 * wide, 2 * wide), abs=0.2),
        pytest.approx((hours[0] + 20 * wide, 0.5 * wide), abs=0.2),
    ]


def test_a_square_stands_by_each_day_on_which_the_journal_has_an_entry() -> None:
    figure, journal = figures.dictations(), tables.journal()
    days = {float(text.get("y", "nan")): text.text for text in _texts(figure)}
    dates = pd.to_datetime(journal.index[journal["entry"] == "yes"])
    squares = sorted(_marks(figure, "ink"), key=lambda mark: mark[1])
    assert [days[y + 5] for _, y in squares] == [f"{day:%a} {day.day}" for day in dates]
    assert len(squares) == 3


def test_what_lasts_some_days_is_drawn_on_each_and_what_has_no_hour_says_so() -> None:
    table = figures.dictations().table
    planning = table[table["What"] == "On the planning office"]
    assert list(planning["Day"]) == [f"{day} December 1922" for day in (27, 28, 29)]
    assert set(planning["Hour"]) == {"no hour known to us"}


@pytest.mark.parametrize(
    ("story", "role"),
    [("testament", "red"), ("poison", "violet"), ("georgia", "green"), ("eavesdropping", "blue")],
)
def test_a_story_runs_down_through_its_tellers_in_their_order(story: str, role: str) -> None:
    figure, links = figures.tellings(), tables.links()
    links = links[(links["chain"] == story) & (links["hands_on"] == "yes")]
    first = links.drop_duplicates("actor")
    marks = sorted(_marks(figure, role), key=lambda mark: mark[1])
    assert len(marks) == len(first)
    (x,) = {x for x, _ in marks}
    years = [next(text for text, at in _places(figure, y + 5) if at == x + 7) for _, y in marks]
    assert years == list(first["written_date"].str[:4])
    told = [f"{actor} {year}" for actor, year in zip(first["actor"], years, strict=True)]
    assert ", ".join(told) in set(figure.table["Its tellers"])


def test_tellers_that_no_order_suits_are_named(monkeypatch: MonkeyPatch) -> None:
    links = tables.links()
    links.loc["poison-02", "actor"], links.loc["poison-03", "actor"] = "Stalin", "Krupskaya"
    monkeypatch.setattr(tables, "links", lambda: links)
    with pytest.raises(DataError, match=r"links\.csv, column actor.*Krupskaya"):
        figures.tellings()


def test_a_figure_says_what_its_table_says(monkeypatch: MonkeyPatch) -> None:
    people = tables.people()
    assert "shot 5" in figures.politburo().alt
    people.loc["rykov", "fate"] = "natural"
    monkeypatch.setattr(tables, "people", lambda: people)
    assert "shot 4" in figures.politburo().alt


def test_an_event_that_a_figure_needs_is_missed_by_name(monkeypatch: MonkeyPatch) -> None:
    events = tables.events().drop(index="1923-03-17-poison-request")
    monkeypatch.setattr(tables, "events", lambda: events)
    for make in (figures.timeline, figures.march_1923):
        with pytest.raises(DataError, match="1923-03-17-poison-request"):
            make()


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ([], {}),
        ([2], {0: "begins"}),
        ([0, 0], {0: "begins", 1: "ends"}),
        ([0, 1, 4], {0: "begins", 2: "ends"}),
        ([3, 3, 0, 3], {0: "begins", 2: "turns", 3: "ends"}),
        ([0, 4, 4, 3, 4], {0: "begins", 1: "turns", 3: "turns", 4: "ends"}),
    ],
)
def test_a_line_turns_where_the_stretch_begins_from_which_it_goes_back(
    places: list[int], found: dict[int, str]
) -> None:
    assert corners(places) == found


def test_each_mark_of_a_man_stands_at_its_date_and_on_his_side() -> None:
    figure = figures.georgia_lines()
    dates = [(y, text) for text, y in _at(figure, 158) if re.search(r"\d{4}$", text)]
    assert [text for _, text in sorted(dates)] == list(figure.table["Date"])
    for name, role in (("Lenin", "red"), ("Stalin", "ink")):
        stood = [POSITIONS.index(each) for each in figure.table[name] if each in POSITIONS]
        marks = sorted(_marks(figure, role), key=lambda mark: mark[1])[1:]  # the first is the key's
        assert [round((x - 20) / 28) for x, _ in marks] == stood
    assert figure.alt.count("turns on") == 3
    assert "It turns on 21 October 1922 (against): Lenin sends the Georgian leaders" in figure.alt


def _at(figure: Figure, x: float) -> Iterator[tuple[str, float]]:
    """Give the words that begin at one place of their lines, with their y."""
    for text in _texts(figure):
        if text.get("x") == f"{x:g}":
            yield "".join(text.itertext()), float(text.get("y", "nan"))


def test_every_person_elected_is_drawn_once() -> None:
    people = tables.people()
    elected = people[people["politburo_1923"] != ""]
    figure = figures.politburo()
    assert sorted(figure.table["Who"]) == sorted(elected["name"])
    lines = ["".join(text.itertext()) for text in _texts(figure)]
    assert all(lines.count(name.split()[-1]) == 1 for name in elected["name"])


def test_a_life_ends_at_its_year_on_the_axis() -> None:
    figure = figures.politburo()
    axis = {int(words): x for words, x in _places(figure, 14)}
    years = figure.table["Year of death"].astype(int)
    pixels = (axis[1980] - axis[1923]) / 57
    expected = [axis[1923] + (year - 1923) * pixels for year in years]
    marks = [mark for role in ("red", "violet", "blue", "green") for mark in _marks(figure, role)]
    from_top = [x for x, _ in sorted(marks, key=lambda mark: mark[1])]
    assert from_top == pytest.approx(expected, abs=0.2)
    lines = [path for path in _drawn(figure, "path") if _looks(path).get("stroke-width") == "2.5"]
    ends = {place for path in lines for place in _corners(path)[1::2]}
    assert {(round(x), round(y)) for x, y in marks} == {(round(x), round(y)) for x, y in ends}


def test_the_longest_wait_is_as_wide_as_the_sheet_and_the_others_are_to_scale() -> None:
    figure = figures.delay()
    frame = tables.excerpts()
    frame = frame[~frame["furniture"] & frame["chain"].notna() & (frame["chain"] != "narration")]
    first = frame.groupby(["chain", "date", "published"], sort=False).first().reset_index()
    told = (first["published"] - first["date"]).dt.days / 365.25
    sure = (told - 10).where(first["precision"] == "decade", told)
    begins = tables.links().groupby("chain")["date"].min()
    before = (first["date"] - first["chain"].map(begins)).dt.days / 365.25
    before = before.where(before > 0.5, 0)
    pixels = _view(figure)[2] / (before + told).max()
    widths = sorted(width for _, _, width, _ in _bars(figure, "red"))
    assert widths == pytest.approx(sorted(max(years * pixels, 2) for years in sure), abs=0.1)
    hollow = sorted(width for _, _, width, height in _bars(figure, "paper") if height == 12)
    edge = 1.2  # of which half lies within each end
    assert hollow == pytest.approx(sorted(b * pixels - edge for b in before if b), abs=0.1)


def test_a_print_for_some_readers_is_marked_on_the_bar_of_the_notes() -> None:
    figure = figures.delay()
    full = {round(top + height / 2, 1): width for _, top, width, height in _bars(figure, "red")}
    on_bars = [(x, y) for x, y in _marks(figure, "ink") if y in full]
    years = [(pd.Timestamp("1926-07-02") - pd.Timestamp(f"1922-12-{day}")).days for day in (30, 31)]
    whole = (pd.Timestamp("1956-06-30") - pd.Timestamp("1922-12-30")).days
    assert [full[y] * days / whole for (_, y), days in zip(on_bars, years, strict=True)] == (
        pytest.approx([x for x, _ in on_bars], abs=0.2)
    )
    told = "1926, for members of the party, as Trotsky tells; not checked by us"
    assert figure.alt.count(f"printed before for some readers ({told})") == 2
    assert list(figure.table["Printed before, for some readers"]).count(told) == 2
    assert "diamond" in figure.caption


def test_the_delays_are_those_of_the_excerpts() -> None:
    frame = tables.excerpts()
    frame = frame[~frame["furniture"] & frame["chain"].notna() & (frame["chain"] != "narration")]
    groups = frame.groupby(["chain", "date", "published"])
    assert len(figures.delay().table) == groups.ngroups
    assert "33.5 years" in figures.delay().alt
    assert isinstance(figures.delay().table, pd.DataFrame)


def _palettes() -> dict[str, dict[str, str]]:
    style = (STYLES / "figures.css").read_text(encoding="utf-8")
    blocks = re.findall(r'html\[data-theme="(light|dark)"\] \{(.*?)\}', style, re.DOTALL)
    return {name: dict(re.findall(r"--figure-(\w+): (#\w{6})", body)) for name, body in blocks}


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_stand_out_from_paper_and_wash(theme: str) -> None:
    palette = _palettes()[theme]
    assert set(palette) == set(ROLES)
    for role in set(ROLES) - {"paper", "wash"}:
        for ground in ("paper", "wash"):
            least = 3 if role == "rule" else 4.5
            contrast = _contrast(palette[role], palette[ground])
            assert contrast >= least or (role, ground) == ("rule", "wash"), (role, ground, contrast)


def test_the_colours_for_pages_without_the_style_are_the_light_ones() -> None:
    assert _palettes()["light"] == ROLES
