"""Tests of the kinds of item in the page's scripts: a ninth one is one file and one line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from engine_book import PACKAGES, Copy

WIDGETS = PACKAGES / "sourcework/src/sourcework/widgets"
LINE = re.compile(r'^import "\./kinds/(\w+)\.mjs";$', re.MULTILINE)
VERDICT = """// @ts-check
/** Verdict: whether a claim is borne out. */
import { select } from "../ui.mjs";
import { CONTROLS, KINDS, WORDINGS, withDefaults } from "./base.mjs";

const VERDICTS = /** @type {[string, string][]} */ ([["yes", "borne out"], ["no", "gainsaid"]]);

CONTROLS.verdict = ({ onanswer }) => {
  const options = /** @type {[string, string][]} */ ([["", "choose"], ...VERDICTS]);
  const onchange = (/** @type {string} */ is) => onanswer(is ? { is } : {});
  const el = select({ label: "The claim is", options, value: "", onchange });
  const list = /** @type {HTMLSelectElement} */ (el.querySelector("select"));
  return { el, show: (response) => {
    list.value = response?.is ?? "";
  } };
};

WORDINGS.verdict = {
  words: (response) => VERDICTS.filter(([id]) => id === response?.is)
    .map(([, words]) => `It is ${words}.`),
};

KINDS.verdict = withDefaults({
  answers: (_, response) => ["yes", "no"].includes(response?.is),
  share: ({ right }, response) => (response.is === right ? 1 : 0),
  feedbackFor: (_, response) => [response.is],
  first: "Give your verdict first.",
});
"""
RULE = {"kind": "verdict", "right": "yes"}
REMARKS = {"yes": "The ledger says as much.", "no": "Look at the ledger again."}
NOTHING: dict[str, Any] = {"text": "", "answer": "", "words": []}
NAMED: dict[str, Any] = {
    "id": "bell/verdict-1",
    "kind": "verdict",
    "digest": "0123abcd",
    "stem": "Who rang?",
    "points": 2,
    "unit": "",
}
ITEM = NAMED | {
    "label": "Question 1 of 1: a verdict",
    "rule": RULE,
    "hints": [],
    "remarks": [
        NOTHING | {"id": name, "right": name == "yes", "feedback": feedback}
        for name, feedback in REMARKS.items()
    ],
}
LISTED = NAMED | {"chapter": "bell", "href": "", "scored": True, "claim": "", "moment": ""}
RECORD: dict[str, Any] = {
    "title": "Your record",
    "version": "1",
    "chapters": {"bell": "The bell"},
    "claims": {},
    "items": [LISTED],
    "retired": [],
    "widgets": [],
    "words": {},
}
SHOW = """async ([text, data, work]) => {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const { default: widget } = await import(url);
  const heard = [];
  const model = {
    data: JSON.stringify(data), work,
    get: (name) => model[name],
    set: (name, value) => {
      model[name] = value;
      for (const each of heard) each();
    },
    on: (_, callback) => heard.push(callback),
    off: () => {},
    save_changes: () => {},
  };
  globalThis.work = () => model.work;
  widget.render({ model, el: document.body, signal: new AbortController().signal });
}"""
SCORE = """async ([text, rule, responses]) => {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const { answered, credit, feedbackFor } = await import(url);
  const said = [answered, credit, feedbackFor];
  return responses.map((response) => said.map((one) => one(rule, response)));
}"""


@pytest.fixture
def widgets(tmp_path: Path) -> Path:
    """Return a copy of the widgets' folder with a ninth kind."""
    folder = tmp_path / "widgets"
    shutil.copytree(WIDGETS, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / "kinds/verdict.mjs").write_text(VERDICT, encoding="utf-8")
    with (folder / "kinds.mjs").open("a", encoding="utf-8") as lines:
        lines.write('import "./kinds/verdict.mjs";\n')
    return folder


def joined(book: Copy, folder: Path, *names: str) -> list[dict[str, str]]:
    """Return the modules of widgets, as the engine hands them to a notebook."""
    told: list[dict[str, str]] = book.ask(
        "engine_modules.py", [[each, str(folder)] for each in names]
    )
    return told


def test_a_ninth_kind_is_answered_scored_and_told_in_words(
    book: Copy, widgets: Path, page: Any
) -> None:
    exercise, record = joined(book, widgets, "exercise", "record")
    page.evaluate(SHOW, [exercise["text"], ITEM, {}])
    page.get_by_role("button", name="Check").click()
    page.get_by_text("Give your verdict first. Still open: The claim is").wait_for()
    page.get_by_label("The claim is").select_option("gainsaid")
    page.get_by_role("button", name="Check").click()
    page.get_by_text("Not yet: 0 of 2 points.").wait_for()
    page.get_by_text(REMARKS["no"]).wait_for()
    page.get_by_role("button", name="Try again").click()
    page.get_by_label("The claim is").select_option("borne out")
    page.get_by_role("button", name="Check").click()
    page.get_by_text("Right: 2 of 2 points.").wait_for()
    page.get_by_text(REMARKS["yes"]).wait_for()
    work = page.evaluate("work()")
    assert [each["words"] for each in work["attempts"]] == ["It is gainsaid.", "It is borne out."]
    assert [each["credit"] for each in work["attempts"]] == [0, 1]

    page.reload()
    page.evaluate(SHOW, [record["text"], RECORD, {"items": {ITEM["id"]: {"work": work}}}])
    page.get_by_text("The bell: 1 answered").click()
    page.get_by_text("It is borne out.").wait_for()
    page.get_by_text("(attempt 2): right, 2 of 2 points.").wait_for()


def test_a_ninth_kind_is_scored_by_the_functions_that_both_languages_have(
    book: Copy, widgets: Path, page: Any
) -> None:
    (scoring,) = joined(book, widgets, "scoring")
    responses = [{"is": "yes"}, {"is": "no"}, {"is": "perhaps"}]
    assert page.evaluate(SCORE, [scoring["text"], RULE, responses]) == [
        [True, 1, ["yes"]],
        [True, 0, ["no"]],
        [False, None, []],
    ]


def test_nothing_but_a_kind_itself_knows_its_name() -> None:
    kinds = LINE.findall((WIDGETS / "kinds.mjs").read_text(encoding="utf-8"))
    others = {path.stem for path in (WIDGETS / "kinds").glob("*.mjs")} - set(kinds)
    assert (len(kinds), others) == (8, {"base", "cut_controls", "cuts", "ticks"})
    named = re.compile(rf"""(["'`])({"|".join(kinds)})\1""")
    elsewhere = [*WIDGETS.glob("*.mjs"), *(WIDGETS / "kinds" / f"{each}.mjs" for each in others)]
    for path in elsewhere:
        script = path.read_text(encoding="utf-8")
        for own in ('type: "number"', 'h("mark"', 'month: "short"'):  # words of the browser
            script = script.replace(own, "")
        assert not named.search(script), path.name


def test_the_record_has_of_the_kinds_only_how_answers_are_told(book: Copy) -> None:
    exercise, record = joined(book, WIDGETS, "exercise", "record")
    parts = re.compile(r"^([A-Z]+)\.order = ", re.MULTILINE)
    assert set(parts.findall(exercise["text"])) == {"CONTROLS", "KINDS", "WORDINGS"}
    assert parts.findall(record["text"]) == ["WORDINGS"]


def test_two_modules_that_declare_one_name_are_an_error(book: Copy, widgets: Path) -> None:
    with (widgets / "kinds/verdict.mjs").open("a", encoding="utf-8") as lines:
        lines.write("\nconst SURPRISE = 1;\n")
    exercise, record = joined(book, widgets, "exercise", "record")
    assert 'exercise.mjs, name "SURPRISE": verdict.mjs declares it too' in exercise["error"]
    assert "give it a name of its own" in exercise["error"]
    assert "error" not in record
