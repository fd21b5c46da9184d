"""Our own texts have a printer's marks, and the document's words have those that they came with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from prose import bare

from sourcework.typography import typeset

# typed: printed
CASES = {
    "the narrator's verdict": "the narrator’s verdict",
    "the spokesmen's, and the leaders' too": "the spokesmen’s, and the leaders’ too",
    'he says "too late", and "rude"': "he says “too late”, and “rude”",
    '"too late"': "“too late”",
    '"*Pravda*" (or *"Trud"*)': "“*Pravda*” (or *“Trud”*)",
    "the 'crimes' of these 'social nationalists,'": "the ‘crimes’ of these ‘social nationalists,’",
    "al'ternativa": "al’ternativa",
    'one " alone': 'one " alone',
    "“set” already, isn’t it": "“set” already, isn’t it",
    "": "",
}


@pytest.mark.parametrize(("typed", "printed"), CASES.items())
def test_marks_are_those_of_a_printer(typed: str, printed: str) -> None:
    assert typeset(typed) == printed


@given(st.text(alphabet="ab c'\"*,.(“’"))
def test_only_marks_change_and_none_is_set_twice(text: str) -> None:
    done = typeset(text)
    assert bare(done) == bare(text)
    assert typeset(done) == done
    assert "'" not in done
    assert done.count('"') in (0, text.count('"'))


def test_of_json_only_our_own_texts_change() -> None:
    words = {"quote": "Lenin's", "passages": [[{"id": "it's", "text": "Lenin's"}]]}
    data = words | {"n": 3, "none": None, "stem": "Lenin's", "html": Markup("Lenin's")}
    set_ = typeset([data])[0]
    assert {name: set_[name] for name in words} == words
    assert (set_["n"], set_["none"], set_["stem"]) == (3, None, "Lenin’s")
    assert set_["html"] == "Lenin's"
