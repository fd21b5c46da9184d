"""The scheduler of reviews against the published one, and on a record of an earlier edition."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from contents import ROOT

NODE = Path(sys.executable).with_name("node")
SCHEDULE = ROOT / "packages/sourcework/src/sourcework/widgets/schedule.mjs"
VECTORS = json.loads(Path(__file__).with_name("fsrs_vectors.json").read_text(encoding="utf-8"))
EARLIER = ROOT / "tests/browser/records/2026-11-30.json"
# Of these py-fsrs 6.3.2 says two days, of the 48 others one.
RIGHT_AT_ONCE = {
    *("testament/choice-3", "poison/choice-4", "eavesdropping/choice-2", "epilogue/choice-3"),
}
REPLAY = """
let memory;
const steps = asked.map(([grade, days]) => {
  memory = reviewed(memory, grade, days);
  return [memory.stability, memory.difficulty, interval(memory.stability)];
});
"""


def computed(code: str, asked: object) -> Any:
    """Return `told` of a script that has what the scheduler exports, and `asked`."""
    start = f"import * as all from {json.dumps(SCHEDULE.as_uri())};\n"
    names = "const { dueAt, gradeOf, interval, reviewed } = all;\n"
    given = f"const asked = {json.dumps(asked)};\n"
    script = f"{start}{names}{given}{code}\nconsole.log(JSON.stringify(told));"
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def attempt(at: str, credit: float | None, **more: object) -> dict[str, object]:
    return {"at": at, "response": "x", "words": "", "credit": credit, "digest": "d", **more}


def test_each_review_is_as_the_published_scheduler_has_it() -> None:
    cards = [[step[:2] for step in card] for card in VECTORS["cards"]]
    code = f"const told = asked.map((asked) => {{{REPLAY} return steps; }});"
    found = computed(code, cards)
    reviews = 0
    for card, own in zip(VECTORS["cards"], found, strict=True):
        for (*_, stability, difficulty, days), (a, b, c) in zip(card, own, strict=True):
            assert (a, b) == pytest.approx((stability, difficulty), rel=1e-6)
            assert c == days
            reviews += 1
    assert reviews > 100


@pytest.mark.parametrize(
    ("day", "grade"),
    [
        ([attempt("2026-11-20T10:00:00Z", 1, confidence=80)], 4),
        ([attempt("2026-11-20T10:00:00Z", 1, confidence=60)], 3),
        ([attempt("2026-11-20T10:00:00Z", 1)], 3),
        ([attempt("2026-11-20T10:00:00Z", 0.5), attempt("2026-11-20T10:01:00Z", 1)], 2),
        ([attempt("2026-11-20T10:00:00Z", 0), attempt("2026-11-20T10:01:00Z", 1, told=True)], 1),
        ([attempt("2026-11-20T10:00:00Z", 0.5, confidence=100)], 1),
    ],
)
def test_a_day_is_graded_by_its_first_attempt(day: list[dict[str, object]], grade: int) -> None:
    assert computed("const told = gradeOf(asked);", day) == grade


# What py-fsrs 6.3.2 says of again, then good eight days later: four days.
LADDER = [
    attempt("2026-11-01T12:00:00.000Z", 0, confidence=90),
    attempt("2026-11-09T12:00:00.000Z", 1),
    attempt("2026-11-09T12:05:00.000Z", 0),
]


def test_attempts_are_replayed_and_the_same_ones_give_the_same_date() -> None:
    told = computed(
        "const day = (all) => new Date(dueAt(all)).toISOString();\n"
        "const told = [day(asked), day(asked), dueAt([]), dueAt([{ ...asked[0], credit: null }])];",
        LADDER,
    )
    assert told == ["2026-11-13T12:05:00.000Z"] * 2 + [None, None]


def test_the_record_of_an_earlier_edition_is_carried_over() -> None:
    record = json.loads(json.loads(EARLIER.read_text(encoding="utf-8"))["payload"])
    made = {item: entry["work"].get("attempts", []) for item, entry in record["items"].items()}
    code = """
    const scored = Object.entries(asked).filter(([, all]) => dueAt(all) !== null);
    const days = (all) => Math.round((dueAt(all) - Date.parse(all.at(-1).at)) / 864e5);
    const told = Object.fromEntries(scored.map(([item, all]) => [item, days(all)]));
    """
    told = computed(code, made)
    assert len(told) == 52
    assert {item for item, days in told.items() if days == 2} == RIGHT_AT_ONCE
    assert set(told.values()) == {1, 2}


def test_a_day_far_off_stays_within_the_calendar() -> None:
    far = [attempt("+275760-09-12T00:00:00.000Z", 1, confidence=100)]
    assert computed("const told = dueAt(asked);", far) == 8.64e15
