"""Where two men stood towards the committee in Tiflis: a line each, with its ends and its turns."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from local.widgets.sequence import POSITIONS, stands_by_date
from sourcework.dates import spoken
from sourcework.display import answer_link, cite
from sourcework.drawing import Sheet, wrap
from sourcework.figures import Figure

__all__ = ["corners", "georgia_lines"]

_WIDTH = 380
_LEFT, _STEP = 20, 28  # x of the first position, and from each to the next
_WORDS = 158  # x of the words
_HEAD = 58  # y of the first row
_LEADING = 16
_GAP = 26  # pixels of a stretch of which nothing is drawn
_LONG = 90  # days after which it is said how many months nothing is drawn of
_MONTH = 30.4


@dataclass(frozen=True)
class Line:
    """The line of one man: the column of the table, his name, how he is drawn."""

    man: str
    name: str
    shape: str
    role: str


_LINES = (Line("lenin", "Lenin", "circle", "red"), Line("stalin", "Stalin", "square", "ink"))


def corners(places: list[int]) -> dict[int, str]:
    """Return where a line begins and ends, and where it turns, by the number of the point.

    It turns at the first point of the stretch after which it goes the other way.
    """
    found: dict[int, str] = {}
    way = since = 0
    for point, place in enumerate(places):
        ahead = (place > places[since]) - (place < places[since])
        if not ahead:
            continue
        if way and ahead != way:
            found[since] = "turns"
        way, since = ahead, point
    return found | {len(places) - 1: "ends", 0: "begins"} if places else found


def georgia_lines() -> Figure:
    """Draw where Lenin and Stalin stood, date by date, with each end and turn and its document."""
    dated = stands_by_date()
    names = _names(dated)
    return Figure(
        name="georgia-lines",
        title="Where two men stood towards the committee in Tiflis",
        sheet=_draw(dated, names),
        alt=" ".join(_told(dated, line) for line in _LINES),
        caption=(
            "Each mark is a judgement from one paper or report, two of them from the disputed "
            "notes; a broken line is a guess about the time between two."
        ),
        table=pd.DataFrame(
            {
                "Date": [spoken(date) for date in dated["written_date"]],
                "Lenin": dated["lenin"].replace("", "–"),
                "Stalin": dated["stalin"].replace("", "–"),
                "Why": dated["reason"],
                "Who says so": [cite(keys) for keys in dated["sources"]],
            }
        ),
        elsewhere=answer_link("answer-georgia-widget"),
    )


def _names(dated: pd.DataFrame) -> dict[str, list[str]]:
    """Return what is said of the ends and turns of the lines, by the piece at which they are."""
    names: dict[str, list[str]] = {str(name): [] for name in dated.index}
    for line in _LINES:
        own = dated[dated[line.man] != ""]
        for point, corner in corners([POSITIONS.index(word) for word in own[line.man]]).items():
            names[str(own.index[point])].append(f"{line.name}’s line {corner}")
    return names


def _told(dated: pd.DataFrame, line: Line) -> str:
    """Return in a sentence where a man's line begins, turns and ends, and by which documents."""
    own = dated[dated[line.man] != ""]
    points = corners([POSITIONS.index(word) for word in own[line.man]])
    said = [
        f"{corner} on {spoken(row['written_date'])} ({row[line.man]}): {row['clue']}"
        for row, corner in ((own.iloc[point], points[point]) for point in sorted(points))
    ]
    return f"{line.name}’s line {' It '.join(said)}"


def _draw(dated: pd.DataFrame, names: dict[str, list[str]]) -> Sheet:
    lines = {
        name: [
            *wrap(", ".join(said), _WIDTH - _WORDS, bold=True),
            *wrap(str(dated.loc[name, "clue"]), _WIDTH - _WORDS),
        ]
        if said
        else []
        for name, said in names.items()
    }
    tops, end, before = {}, float(_HEAD), None
    spans: list[tuple[float, str]] = []
    for name, date in dated["date"].items():
        if before is not None and (date - before).days > _LONG:
            spans.append((end + 14, f"{round((date - before).days / _MONTH)} months"))
            end += _GAP
        tops[str(name)], before = end, date
        end += _LEADING * (1 + len(lines[str(name)])) + 8
    sheet = Sheet(_WIDTH, end)
    columns = {word: _LEFT + _STEP * place for place, word in enumerate(POSITIONS)}
    for x in columns.values():
        sheet.line([(x, _HEAD - 14), (x, end - 6)], role="rule", width=0.6)
    sheet.text(_LEFT - 16, _HEAD - 20, "against", role="faint")
    sheet.text(_LEFT + 4 * _STEP + 14, _HEAD - 20, "with it", role="faint", anchor="end")
    sheet.mark(_LEFT - 8, 12, role="red")
    sheet.text(_LEFT + 4, 17, "Lenin")
    sheet.mark(_LEFT + 60, 12, shape="square")
    sheet.text(_LEFT + 72, 17, "Stalin")
    for line in _LINES:
        own = dated[dated[line.man] != ""]
        points = [(columns[word], tops[str(name)] + 11) for name, word in own[line.man].items()]
        sheet.line(points, role=line.role, width=2, dashed=True)
        for x, y in points:
            sheet.mark(x, y, shape=line.shape, role=line.role, size=11)
    for name, top in tops.items():
        sheet.text(_WORDS, top + 15, spoken(str(dated.loc[name, "written_date"])), role="faint")
        for number, words in enumerate(lines[name], start=1):
            bold = number <= len(wrap(", ".join(names[name]), _WIDTH - _WORDS, bold=True))
            sheet.text(_WORDS, top + 15 + _LEADING * number, words, bold=bold)
    for y, words in spans:
        sheet.text(_WORDS, y, words, role="faint")
    return sheet
