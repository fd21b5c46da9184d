"""What a file answers: the forms that are read, and everything else."""

from __future__ import annotations

import contextlib
import datetime
import json
from functools import partial
from typing import Any

import pytest
from classes import GOOD, IDS, answers, code, notebook, notebook_of, online
from hypothesis import given, settings
from hypothesis import strategies as st

from sourcework.assignments.definition import load_assignment
from sourcework.editions.notebook import handed_out
from sourcework.editions.notebook import notebook as edition
from sourcework.grading.intake.answer_notebooks import literal
from sourcework.grading.intake.reading import Reading, read, utc
from sourcework.grading.reports.problems import Unreadable

ENDINGS = st.sampled_from(["json", "ipynb", "html", "txt"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def assert_plain(reading: Reading) -> None:
    """Whatever comes out can be written as JSON in UTF-8."""
    json.dumps(reading.responses, allow_nan=False, ensure_ascii=False).encode()
    for odd in reading.oddities:
        f"{odd.problem} {odd.cure} {odd.remark}".encode()
    f"{reading.assignment} {reading.version} {reading.attempt}".encode()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode), ENDINGS)
def test_any_bytes_are_read_or_refused(data: bytes, ending: str) -> None:
    with contextlib.suppress(Unreadable):
        assert_plain(read(f"x.{ending}", data, IDS))


@settings(max_examples=300, deadline=None)
@given(JSON, ENDINGS)
def test_any_json_is_read_or_refused(content: Any, ending: str) -> None:
    data = json.dumps(content).encode()
    with contextlib.suppress(Unreadable):
        assert_plain(read(f"x.{ending}", data, IDS))


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(IDS), JSON), JSON, JSON)
def test_any_record_is_read(responses: dict[str, Any], entry: Any, saved: Any) -> None:
    data = answers(responses, saved="x")
    file = json.loads(data)
    record = json.loads(file["payload"])
    record["items"]["thirty/order-2"] = entry
    file |= {"payload": json.dumps(record), "saved": saved, "attempt": entry}
    assert_plain(read("x.json", json.dumps(file).encode(), IDS))


@settings(max_examples=300, deadline=None)
@given(st.lists(JSON, max_size=4), JSON, st.text())
def test_any_cells_are_read(cells: list[Any], source: Any, text: str) -> None:
    meant = {"dossier": {"item": IDS[0]}}
    odd = {"cell_type": "code", "metadata": meant, "source": source}
    whole = json.loads(notebook_of([*cells, odd]))
    whole["cells"].append({"cell_type": "code", "metadata": meant, "source": f"answer = {text}"})
    assert_plain(read("x.ipynb", json.dumps(whole).encode(), IDS))


def test_answers_notebooks_and_pasted_text_say_the_same() -> None:
    forms = {
        "a.json": answers(GOOD),
        "a.txt": answers(GOOD),
        "a.ipynb": notebook(GOOD),
        "b.ipynb": notebook(GOOD, stripped=True),
        "a.html": online(answers(GOOD)),
    }
    for name, data in forms.items():
        assert read(name, data, IDS).responses == GOOD, name


@pytest.mark.parametrize("text", ["1 < 2 & 3 > 2", '“quoted” "so"', "two  spaces", "<b>bold</b>"])
def test_pasted_text_keeps_its_signs(text: str) -> None:
    data = answers(GOOD | {"thirty/choice-1": text})
    for name, file in {"a.json": data, "a.html": online(data), "b.html": data}.items():
        reading = read(name, file, IDS)
        assert reading.responses["thirty/choice-1"] == text
        assert reading.oddities == ()


def test_the_response_in_hand_counts_and_then_the_last_attempt() -> None:
    file = json.loads(answers(GOOD))
    record = json.loads(file["payload"])
    work = record["items"]["thirty/choice-1"]["work"]
    work["attempts"] = [{"response": "b"}, {"response": "c"}]
    record["items"]["thirty/choice-2"]["work"] = {"attempts": [{"response": "b"}]}
    record["items"]["thirty/choice-3"]["work"] = {"attempts": []}
    file["payload"] = json.dumps(record)
    found = read("a.json", json.dumps(file).encode(), IDS).responses
    assert [found.get(f"thirty/choice-{n}") for n in (1, 2, 3)] == ["a", "b", None]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-30T10:00:00.000Z", datetime.datetime(2026, 11, 30, 10, tzinfo=datetime.UTC)),
        ("2026-11-30T10:00:00+02:00", datetime.datetime(2026, 11, 30, 8, tzinfo=datetime.UTC)),
        ("2026-11-30T10:00", datetime.datetime(2026, 11, 30, 10, tzinfo=datetime.UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        (None, None),
        (1e18, None),
    ],
)
def test_moments(text: object, moment: datetime.datetime | None) -> None:
    assert utc(text) == moment


LITERALS: dict[str, object] = {
    'answer = "B"': "B",
    "answer = 12.5": 12.5,
    "answer = -3": -3,
    'answer = ["a", "b"]': ["a", "b"],
    'answer: dict = {"a": "one"}': {"a": "one"},
    'answer = "a"\nanswer = "b"': "b",
    'answer = ("no "\n    "plus")': "no plus",
    'answer = """1.\n2. (so); [that]"""': "1.\n2. (so); [that]",
    "": None,
    "# nothing yet": None,
    "answer = 1\nanswer = None": None,
    "answer = ...": None,
    "other = answer = 1": 1,
    "answer, other = 20, 1": 20,
    "[other, answer] = 1, 20": 20,
    "(answer := 20)": 20,
    "answer = other = (x := 20)": 20,
    "if True:\n    answer = 1\nanswer = 2": 2,
    'answer = ["a"]\nprint(len(answer), answer.index("a"))': ["a"],
    "def check():\n    answer = 3\nanswer = 2": 2,
    "%matplotlib inline\nanswer = 20": 20,
    "!ls -l 'it\nanswer = 20": 20,
    "%%time\nanswer = 20": 20,
    "%%capture out\nanswer = 20": 20,
    "answer = 20\nlen?": 20,
    ">>> answer = 20": 20,
    "    answer = 20": 20,
    'answer = "\\d"': "\\d",
    f'answer = "{"(.,;" * 20_000}"': "(.,;" * 20_000,
}


@pytest.mark.parametrize("source", LITERALS, ids=lambda source: source[:30])
def test_the_last_literal_counts(source: str) -> None:
    assert literal(source) == LITERALS[source]


WORKED_OUT = {
    "if True:\n    answer = 1": "has to be worked out",
    "for answer in (1, 2):\n    pass": "has to be worked out",
    "answer = 1\nif x:\n    answer = 2": "has to be worked out",
    "answer += 1": "has to be worked out",
    'answer = {"a": None}\nanswer["a"] = "one"': "has to be worked out",
    'answer = []\nanswer.append("a")': "has to be worked out",
    "from somewhere import found as answer": "has to be worked out",
    "def answer():\n    return 1": "has to be worked out",
    "answer, *other = f()": "has to be worked out",
    "answer = %sql select 1": "has to be worked out",
    "x = 1": "nothing in the cell is called answer",
    '"decided"': "nothing in the cell is called answer",
    "%%bash\nanswer=1": "belongs to %%bash",
    'answer = "She said "no" to him"': "no Python",
    'answer = "over\nseveral lines"': "no Python",
    "%x\n" * 40 + "a\n" * 20_000 + "answer = 1": "no Python",
    "answer = B": "has to be worked out",
    "answer = f'{1}'": "has to be worked out",
    "answer = open('x').read()": "has to be worked out",
    "answer = [x for x in 'ab']": "has to be worked out",
    "answer = {[]: 1}": "has to be worked out",
    "answer = 1 + 1": "has to be worked out",
    "answer = (": "no Python",
    "answer = 'a\x00b'": "no Python",
    f"answer = {'9' * 5000}": "no Python",
    f"answer = {'(' * 1000}": "no Python",
    f"answer = {'-' * 1400}1": "(?s).*",
    f"answer = {'not ' * 1400}1": "(?s).*",
    f"answer = 1{'+1' * 1400}": "(?s).*",
    f"answer = x{'.x' * 1400}": "(?s).*",
    f"answer = {'lambda: ' * 700}1": "(?s).*",
    f"answer = {'1 if 1 else ' * 700}1": "(?s).*",
    f"answer = {'[' * 190}{']' * 190}{'[0]' * 300}": "(?s).*",
    f"answer = {'x(' * 199}1{')' * 199}": "(?s).*",
    f"answer = {'{**' * 199}1{'}' * 199}": "(?s).*",
    "answer = '" + "{" * 150_000 + "'": "too long",
    f"answer = {'-' * 100_000}1": "too much code",
}


@pytest.mark.parametrize("source", WORKED_OUT, ids=lambda source: source[:30])
def test_what_is_no_literal_is_refused_and_python_survives(source: str) -> None:
    with pytest.raises(Unreadable, match=WORKED_OUT[source]):
        literal(source)


WORDS = "( [ { ) ] } - ~ not + * ** . , : = if else lambda await x 1 'a' @ in"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=6))
def test_nothing_that_repeats_brings_python_down(words: list[str]) -> None:
    source = f"answer = {(' '.join(words) + ' ') * (1500 // len(words))}"
    with contextlib.suppress(Unreadable):
        literal(source)


def test_cells_of_other_assignments_are_passed_over() -> None:
    whole = notebook_of([code('answer = "a"', {"dossier": {"item": "other/choice-1"}})])
    assert read("a.ipynb", whole, IDS).responses == {}


def test_the_notebook_that_students_get_is_read_as_they_leave_it() -> None:
    """With or without its metadata: nothing is answered in it yet, and then everything is."""
    assignment = load_assignment("twelve-days")
    ids = list(assignment.questions)
    given = partial(handed_out, assignment)
    blank = json.loads(edition(assignment))
    for kept in (True, False):
        if not kept:
            for cell in blank["cells"]:
                cell["metadata"] = {}
        reading = read("a.ipynb", json.dumps(blank).encode(), ids, (), given)
        assert reading.responses == {}
        assert reading.oddities == ()
        answered = json.loads(json.dumps(blank))
        for cell in answered["cells"]:
            if "answer = None" in cell["source"]:
                number = any(f"/{kind}-" in cell["source"] for kind in ("number", "estimate"))
                own = "answer = 12" if number else 'answer = "x"'
                cell["source"] = cell["source"].replace("answer = None", own)
            cell["source"] = cell["source"].replace(": None,", ': "x",')
            cell["source"] = cell["source"].replace('"""\n\n"""', '"""My text."""')
        found = read("a.ipynb", json.dumps(answered).encode(), ids, (), given)
        assert set(found.responses) == set(ids)
        assert found.oddities == ()
    assert read("a.ipynb", edition(assignment).encode(), ids).assignment == "twelve-days"


@pytest.mark.parametrize(
    ("source", "response"),
    [
        ('{"a": "one", "b": None}', {"a": "one"}),
        ('{"a": None, "b": None}', None),
        ('["a", None]', ["a"]),
        ("[]", None),
        ('"  "', None),
        ('{"b", "a"}', ["a", "b"]),
        ('("a", "b")', ["a", "b"]),
    ],
)
def test_rows_that_nobody_filled_in_are_no_answers(source: str, response: object) -> None:
    whole = notebook_of([code(f"answer = {source}", {"dossier": {"item": IDS[0]}})])
    reading = read("a.ipynb", whole, IDS)
    assert reading.responses.get(IDS[0]) == response
    assert reading.oddities == ()
