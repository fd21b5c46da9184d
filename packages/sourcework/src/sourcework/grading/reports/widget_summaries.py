"""How the work in each widget is laid out for whoever marks it: sentences, and tables of words.

A function a widget. It reads the widget's own frames and tables, and takes nothing from the work
itself: whatever is shown is a text of the book or a number.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...dates import spoken
from ...quantities import quantity

if TYPE_CHECKING:
    from ...widgets.annotator import Annotator
    from ...widgets.chain import Chain
    from ...widgets.hypotheses import Hypotheses
    from ...widgets.knowledge import Knowledge
    from ...widgets.sequence import Sequence as Pieces

__all__ = ["Layout", "Table", "annotator", "chain", "hypotheses", "knowledge", "sequence"]

_LONG = 8  # rows from which on a table is folded away
_OPEN = 2  # the middle one of five words, where every judgement begins
_SECOND = {
    "none": "nobody",
    "dependent": "somebody who had it from this chain",
    "independent": "somebody who saw it too",
}


@dataclass(frozen=True)
class Table:
    """A table of texts; the first cell of a row says what it is about."""

    caption: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]

    @property
    def long(self) -> bool:
        """Whether it is folded away."""
        return len(self.rows) > _LONG


@dataclass(frozen=True)
class Layout:
    """What there is to see of a widget: sentences first, then tables."""

    said: tuple[str, ...]
    tables: tuple[Table, ...] = ()


def annotator(widget: Annotator) -> Layout:
    """Lay out the clauses that were coded, beside the book's coding."""
    codes, people = widget.data["codes"], widget.data["people"]
    clauses = widget.value.to_dict("records")
    coded = [clause for clause in clauses if clause["code"] or clause["about"]]
    if not coded:
        return Layout(("No clause is coded.",))
    said = [f"{_of(len(coded), len(clauses), 'clauses')} coded."]
    for row in widget.agreement.to_dict("records"):
        if row["clauses"]:
            beyond = f"; kappa {row['kappa']:.2f}" if row["kappa"] == row["kappa"] else ""
            same = f"the same code in {row['agreed']} of {quantity(row['clauses'], 'clauses')}"
            said.append(f"Beside {row['beside']}: {same}{beyond}.")
    rows = [
        (
            clause["text"],
            codes.get(clause["code"], "–"),
            people.get(clause["about"], "–"),
            f"{codes[clause['reference']]}, about {people[clause['reference_about']]}",
        )
        for clause in coded
    ]
    columns = ("Clause", "What it does", "About whom", "The book’s coding")
    return Layout(tuple(said), (Table("Clause by clause", columns, rows),))


def knowledge(widget: Knowledge) -> Layout:
    """Lay out the order of four events, and who had the story from whom."""
    said, tables = _order(widget)
    people = widget.value.to_dict("records")[1:]  # of the first nobody asks from whom he had it
    names = {person["id"]: person["name"] for person in widget.data["people"]}
    seen = widget.work.get("seen") is True
    if not seen and not any(person["reader"] for person in people):
        return Layout((*said, "Of nobody is it said who had it from whom."), tables)
    said.append("The papers were looked at." if seen else "The papers were not looked at.")
    said += _struck(widget, names)
    columns = ["Who", "Had it from, by the student", "First statement"]
    if seen:
        columns[2:2] = ["Had it from, by the papers"]
    rows = [
        (
            person["name"],
            names.get(person["reader"], "–"),
            *([names.get(person["papers"], "no paper shows")] if seen else []),
            spoken(person["told"]) if person["told"] else "–",
        )
        for person in people
    ]
    return Layout(tuple(said), (*tables, Table("Who had it from whom", tuple(columns), rows)))


def _order(widget: Knowledge) -> tuple[list[str], tuple[Table, ...]]:
    placings = {placing["event"]: placing for placing in widget.data["placings"]}
    if not _ordered(widget.work, [placing["id"] for placing in placings.values()]):
        return ["The four events were left in the order in which they were shown."], ()
    order = widget.order()
    right, decided = order.attrs["pairs"]
    events = [placings[event] for event in order["event"]]
    rows = [
        (f"{place}. {event['words']}", event["by_page"], event["by_papers"])
        for place, event in enumerate(events, 1)
    ]
    table = Table(
        "Four events, in the student’s order", ("What", "By the page", "By the papers"), rows
    )
    told = (
        f"Of {decided} pairs of events that the page decides, {right} stand as the page has them."
    )
    return [told], (table,)


def _struck(widget: Knowledge, names: dict[str, str]) -> list[str]:
    struck = widget.work.get("struck")
    if not isinstance(struck, str) or struck not in names:
        return []
    rows = widget.value.to_dict("records")
    lost = [row["name"] for row in rows if not row["left"] and row["person"] != struck]
    falls = f"with it goes that of {'; '.join(lost)}" if lost else "no other goes with it"
    return [f"The word of {names[struck]} is struck out; {falls}."]


def hypotheses(widget: Hypotheses) -> Layout:
    """Lay out how expected each piece of evidence was found, and what follows."""
    rivals, rules = widget.data["hypotheses"], widget.data["rules"]
    rule = widget.work.get("rule")
    rule = rule if isinstance(rule, str) and rule in rules else "middle"
    undecided = rules[rule][_OPEN]["word"]
    matrix: dict[str, dict[str, dict[Any, Any]]] = {}
    for row in widget.value.to_dict("records"):
        matrix.setdefault(row["evidence"], {})[row["hypothesis"]] = row
    rows, judged = [], 0
    for piece in widget.data["evidence"]:
        cells = matrix[piece["id"]]
        judged += any(cell["expected"] != undecided for cell in cells.values())
        out = "" if all(cell["included"] for cell in cells.values()) else " (left out)"
        title = f"{piece['number']}. {piece['title']}{out}"
        rows.append((title, *(cells[one["id"]]["expected"] for one in rivals)))
    outcome = widget.posterior
    if not judged and set(outcome["prior_word"]) == {widget.data["priors"][_OPEN]["word"]}:
        return Layout(("Nothing is judged; all is open, as at the beginning.",))
    labels = [one["label"] for one in rivals]
    after = [
        (
            f"{one['label']}: {one['short']}",
            row["prior_word"],
            _percent(row["prior"]),
            _percent(row["posterior"]),
        )
        for one, row in zip(rivals, outcome.to_dict("records"), strict=True)
    ]
    return Layout(
        (f"{_of(judged, len(rows), 'pieces of evidence')} judged; numbers by the {rule} rule.",),
        (
            Table(
                "Hypotheses, before and after the evidence",
                ("Hypothesis", "At first", "Share before", "Share after"),
                after,
            ),
            Table("How expected each piece is under each", ("Evidence", *labels), rows),
        ),
    )


def sequence(widget: Pieces) -> Layout:
    """Lay out the pieces in the student's order, with what was opened."""
    pieces = {piece["id"]: piece for piece in widget.data["fragments"]}
    rows = widget.value.to_dict("records")
    opened = sum(row["opened"] for row in rows)
    ordered = _ordered(widget.work, pieces)
    if not opened and not ordered:
        return Layout(("The pieces are as they were: none is moved, and none opened.",))
    cells = [
        (
            f"{row['position']}. {pieces[row['fragment']]['clue']}",
            pieces[row["fragment"]]["when"] if row["opened"] else "not opened",
            row["lenin"] or "–",
            row["stalin"] or "–",
        )
        for row in rows
    ]
    columns = ("What happens", "Date", "Lenin", "Stalin")
    said = f"{_of(opened, len(rows), 'pieces')} opened."
    moved = "" if ordered else " They are left in the order of the page."
    return Layout((said + moved,), (Table("The pieces, in the student’s order", columns, cells),))


def chain(widget: Chain) -> Layout:
    """Lay out the links with the student's words, and the second witness."""
    rows = widget.value.to_dict("records")
    second = widget.second.to_dict("records")[0]
    words = sum(bool(row["word"]) for row in rows)
    asked = sum(link["hands_on"] for link in widget.data["links"])
    if not words and second["kind"] == "none":
        return Layout(("No link is judged.",))
    cells = [
        (
            f"{link['actor']}, {link['date']}",
            link["what"],
            (row["word"] or "–") if link["hands_on"] else "hands nothing on",
            _percent(row["left"]),
        )
        for link, row in zip(widget.data["links"], rows, strict=True)
    ]
    witness = f"A second witness: {_SECOND[second['kind']]}"
    if second["kind"] == "independent":
        word = second["word"] or "not judged"
        witness += f" ({word}); with both, {_percent(second['left'])} is left"
    table = Table("Link by link", ("Link", "What", "The student’s word", "Left"), cells)
    return Layout((f"{_of(words, asked, 'links')} judged.", f"{witness}."), (table,))


def _ordered(work: dict[str, Any], known: Container[str]) -> bool:
    """Say whether the reader has ordered anything that is there."""
    order = work.get("order")
    return isinstance(order, list) and any(
        isinstance(each, str) and each in known for each in order
    )


def _percent(share: float) -> str:
    """Return a share in per cent, as the widgets write it; of what is not decided a dash."""
    if share != share:
        return "–"
    points = share * 100
    if 0 < points < 1:
        return "under 1\u00a0%"
    return "over 99\u00a0%" if 99 < points < 100 else f"{round(points)}\u00a0%"


def _of(some: int, all_of: int, units: str) -> str:
    return f"{some} of {quantity(all_of, units)} {'is' if some == 1 else 'are'}"
