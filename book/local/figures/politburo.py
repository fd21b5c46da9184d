"""Figure of what became of the Politburo that was elected in April 1923."""

from __future__ import annotations

import pandas as pd

from sourcework import tables
from sourcework.dates import spoken
from sourcework.drawing import Sheet, width_of
from sourcework.figures import Figure, pick

__all__ = ["politburo"]

_ELECTED = "1923-04-politburo-elected"
_APART = ("lenin", "stalin")  # the two of the story: not counted among the others
_WIDTH = 380
_NAMES = 84  # x at which the names end and the years begin
_YEARS = (1923, 1990)
_ROW = 34
_SHAPES = {"shot": "cross", "murdered": "square", "suicide": "diamond", "natural": "circle"}
_ROLES = {
    "shot": "red",
    "murdered": "violet",
    "suicide": "blue",
    "natural": "green",
}
_FATES = {
    "shot": "shot",
    "murdered": "murdered",
    "suicide": "suicide",
    "natural": "natural death",
}
_GROUPS = {"member": "Full members", "candidate": "Candidates", "apart": "The two of the title"}


def politburo() -> Figure:
    """Draw a line of life for each member and candidate, from the election to the year of death."""
    people = tables.people()
    people = people[people["politburo_1923"] != ""].copy()
    pick(people, _APART, "people.csv")
    people["group"] = people["politburo_1923"].where(~people.index.isin(_APART), "apart")
    people["year"] = people["died"].str[:4].astype(int)
    people = people.sort_values(["year", "died", "name"], kind="stable")
    elected = spoken(pick(tables.events(), [_ELECTED], "events.csv").iloc[0]["written_date"])
    title = f"The Politburo elected in {elected}, and what became of it"
    others = people[people["group"] != "apart"]
    alt = (
        f"Apart from Lenin and Stalin {len(others)} were elected: {_count(others)}. "
        f"The last of them to die was {others.iloc[-1]['name']}, in {others.iloc[-1]['year']}."
    )
    return Figure(
        name="politburo",
        title=title,
        sheet=_draw(people),
        alt=alt,
        caption=(
            "Each line runs from the election to a death; mark and words at its end say how. "
            "The upright broken line is the year in which Stalin died."
        ),
        table=_table(people),
    )


def _draw(people: pd.DataFrame) -> Sheet:
    groups = [(heading, people[people["group"] == group]) for group, heading in _GROUPS.items()]
    height = 44 + sum(34 + len(rows) * _ROW for _, rows in groups)
    sheet = Sheet(_WIDTH, height)
    stalin = _x(int(str(people.at["stalin", "year"])))
    sheet.line([(stalin, 30), (stalin, height - 8)], role="rule", dashed=True)
    for year in (1923, 1940, 1960, 1980):
        sheet.text(_x(year), 14, str(year), anchor="middle", role="faint")
        sheet.line([(_x(year), 20), (_x(year), 27)], role="rule")
    sheet.line([(_x(_YEARS[0]), 27), (_WIDTH, 27)], role="rule")
    y = 30.0
    for heading, rows in groups:
        sheet.text(0, y + 26, heading, bold=True)
        y += 34
        for _, person in rows.iterrows():
            _life(sheet, person, y + _ROW / 2)
            y += _ROW
    return sheet


def _life(sheet: Sheet, person: pd.Series, y: float) -> None:
    fate, year = person["fate"], person["year"]
    role = _ROLES[fate]
    sheet.text(0, y + 5, person["name"].split()[-1])
    sheet.line([(_x(_YEARS[0]), y), (_x(year), y)], role=role, width=2.5)
    sheet.mark(_x(year), y, shape=_SHAPES[fate], role=role, size=11)
    words = f"{year}, {_FATES[fate]}"
    wide = width_of(words)
    if _x(year) + 12 + wide <= _WIDTH:
        sheet.bar((_x(year) + 8, y - 10, wide + 6, 20), role="paper")  # over the line across
        sheet.text(_x(year) + 12, y + 5, words)
    else:
        sheet.text(_x(year) - 12, y - 6, words, anchor="end")


def _x(year: int) -> float:
    first, last = _YEARS
    return _NAMES + (year - first) / (last - first) * (_WIDTH - _NAMES)


def _count(people: pd.DataFrame) -> str:
    numbers = people["fate"].value_counts()
    return ", ".join(
        f"{words} {numbers[fate]}" for fate, words in _FATES.items() if fate in numbers
    )


def _table(people: pd.DataFrame) -> pd.DataFrame:
    order = [people[people["group"] == group] for group in _GROUPS]
    rows = pd.concat(order)
    return pd.DataFrame(
        {
            "Who": list(rows["name"]),
            "Elected as": [
                "full member" if seat == "member" else seat for seat in rows["politburo_1923"]
            ],
            "Year of death": [str(year) for year in rows["year"]],
            "How": [_FATES[fate] for fate in rows["fate"]],
            "More": list(rows["fate_detail"]),
        }
    )
