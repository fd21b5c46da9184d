"""Answers as SCORM 2004 has them: in the forms that Moodle, the strictest platform tried, takes.

The patterns are those of `mod/scorm/datamodels/scorm_13.js` in Moodle 5.1. It refuses what does not
match, and keeps the answer before it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from contents import ROOT

from sourcework.assignments.definition import load_assignment
from sourcework.item_bank import load_items
from sourcework.scorm.asked import in_assignment

NODE = Path(sys.executable).with_name("node")
MODULE = ROOT / "packages/sourcework/src/sourcework/widgets/scorm/scorm2004.mjs"
NAMES = ["twelve-days", "source-criticism", "how-late"]
SHORT = r"[\w.]{1,250}"
TAKEN = {
    "choice": rf"{SHORT}(?:\[,\]{SHORT}){{0,35}}",
    "sequencing": rf"{SHORT}(?:\[,\]{SHORT}){{0,35}}",
    "matching": rf"{SHORT}\[\.\]{SHORT}(?:\[,\]{SHORT}\[\.\]{SHORT}){{0,35}}",
    "numeric": r"-?[0-9]{1,5}(?:\.[0-9]{1,18})?",
}
SCRIPT = """
await import(process.argv[1]);
const { EDITIONS } = await import(process.argv[1].replace(/[^/]*$/, "base.mjs"));
const all = JSON.parse(await new Promise((resolve) => {
  let text = "";
  process.stdin.on("data", (piece) => { text += piece; }).on("end", () => resolve(text));
}));
const answer = (given) => EDITIONS["2004"].answer(0, { credit: 1, at: 0, ...given })[0][1];
console.log(JSON.stringify(all.map(answer)));
"""


def told(given: list[dict[str, Any]]) -> list[str]:
    done = subprocess.run(
        [NODE, "--input-type=module", "--eval", SCRIPT, MODULE.as_uri()],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    answers: list[str] = json.loads(done.stdout)
    return answers


def test_every_right_answer_is_one_that_moodle_takes() -> None:
    items = [each for each in load_items().values() if each.scored]
    forms = {"choice": "choice", "choices": "choice", "order": "sequencing", "number": "numeric"}
    given = [
        {"form": forms.get(each.kind, "matching"), "response": each.full(each.rule())}
        for each in items
    ]
    assert any("-" in json.dumps(each["response"]) for each in given)
    for item, each, answer in zip(items, given, told(given), strict=True):
        assert re.fullmatch(TAKEN[each["form"]], answer, re.ASCII), (item.id, answer)


def test_no_two_options_become_one() -> None:
    questions = [q for name in NAMES for q in in_assignment(load_assignment(name))["questions"]]
    parts = [q[part] for q in questions for part in ("options", "targets") if q.get(part)]
    ids = [(number, each["id"]) for number, part in enumerate(parts) for each in part]
    answers = told([{"form": "choice", "response": [each]} for _, each in ids])
    assert all(re.fullmatch(TAKEN["choice"], each, re.ASCII) for each in answers)
    assert len({(n, answer) for (n, _), answer in zip(ids, answers, strict=True)}) == len(set(ids))


def test_a_number_below_nothing_stays_so_and_a_text_keeps_its_hyphens() -> None:
    given = [
        {"form": "numeric", "response": -7.5},
        {"form": "text", "response": "a so-called fact"},
    ]
    assert told(given) == ["-7.5", "a so-called fact"]
