"""Rules of scoring and responses to them, at random, for the tests in both languages."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

NAMES = list("abcdef")


def _choice(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, unique=True))
    shares = {name: draw(st.sampled_from([0, 0.25, 0.5])) for name in names}
    return {"kind": "choice", "credits": shares | {names[0]: 1}}


def _choices(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, unique=True))
    cut = draw(st.integers(1, len(names)))
    return {"kind": "choices", "right": names[:cut], "wrong": names[cut:]}


def _order(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, unique=True))
    places = {name: draw(st.integers(1, 3)) for name in names}
    return {"kind": "order", "places": places | {names[0]: 0}}


def _match(draw: st.DrawFn) -> dict[str, Any]:
    rows = draw(st.lists(st.sampled_from(NAMES), min_size=2, unique=True))
    targets = ["x", "y", "z"]
    pairs = {row: draw(st.sampled_from(targets)) for row in rows}
    return {"kind": "match", "pairs": pairs, "targets": targets}


def _mark(draw: st.DrawFn) -> dict[str, Any]:
    rule = _match(draw) | {"kind": "mark", "spans": {}}
    end = 0
    for row in rule["pairs"]:
        start = end + draw(st.integers(0, 3))
        end = start + draw(st.integers(1, 6))
        rule["spans"][row] = [start, end - 1]
    return rule | {"count": end + 2}


def _number(draw: st.DrawFn) -> dict[str, Any]:
    values = draw(st.lists(st.integers(-50, 50), min_size=1, max_size=4, unique=True))
    named = [[f"v{n}", value, draw(st.sampled_from([0, 1, 2.5]))] for n, value in enumerate(values)]
    return {"kind": "number", "values": named}


def _unscored(draw: st.DrawFn) -> dict[str, Any]:
    short = {"kind": "short", "criteria": ["one", "two"]}
    estimate = {"kind": "estimate", "bands": [["low", 33], ["mid", 66], ["high", 100]]}
    return draw(st.sampled_from([short, estimate]))


_RULES = (_choice, _choices, _order, _match, _mark, _number, _unscored)


@st.composite
def rules_and_responses(draw: st.DrawFn) -> tuple[dict[str, Any], Any]:
    """Draw a rule and a response: often an answer, sometimes nonsense."""
    rule = draw(st.sampled_from(_RULES))(draw)
    nonsense = st.one_of(
        st.none(), st.booleans(), st.text(max_size=3), st.lists(st.sampled_from(NAMES))
    )
    targets = st.sampled_from(["x", "y", "z"])
    rows = st.sampled_from(list(rule.get("pairs", [])) or NAMES)
    words = st.integers(0, 20)
    cuts = st.builds("{}-{}".format, words, words)
    answers = {
        "choice": st.sampled_from(NAMES),
        "choices": st.lists(st.sampled_from(NAMES), unique=True),
        "order": st.permutations(list(rule.get("places", []))),
        "match": st.dictionaries(rows, targets),
        "mark": st.dictionaries(rows | cuts, targets),
        "number": st.integers(-60, 60) | st.floats(-60, 60),
        "short": st.text(max_size=5),
        "estimate": st.integers(-5, 105),
    }
    return rule, draw(answers[rule["kind"]] | nonsense)


def key_of(rule: dict[str, Any]) -> Any:
    """Return the response that a rule calls right; any answer where nothing is scored."""
    match rule["kind"]:
        case "choice":
            return max(rule["credits"], key=rule["credits"].get)
        case "choices":
            return rule["right"]
        case "order":
            return sorted(rule["places"], key=rule["places"].get)
        case "match" | "mark":
            return rule["pairs"]
        case "number":
            return rule["values"][0][1]
        case "short":
            return "An answer."
    return 50
