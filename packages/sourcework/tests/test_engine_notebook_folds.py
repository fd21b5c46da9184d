"""Tests of what is closed in a page, in a notebook: folds, collapsed cells, and the marks again."""

from __future__ import annotations

import copy
import runpy
from typing import Any

import pytest
from engine_book import PACKAGES

# By itself, as Jupyter's server runs it.
FOLDS = runpy.run_path(str(PACKAGES / "sourcework/src/sourcework/publish/notebook_folds.py"))
fold, unfold = FOLDS["fold"], FOLDS["unfold"]
AFTER = '<details data-mark=":::{after} bell/choice-1"><summary>After you have answered Q</summary>'
AGAIN = "<details data-again><summary>After you have answered Q</summary>"
DEEPER = (
    '<details data-mark=":::{deeper} All &lt;14&gt; rows"><summary>All &lt;14&gt; rows</summary>'
)
STEP = (
    '<details data-step=":::{reading-step} 6"><summary>After this step (6 minutes): what you have'
    " found</summary>"
)
SO_FAR, END = "</details><!-- so far -->", "</details><!-- :::{{{}-end}} -->"
CASES = {
    "after": (
        [
            "Ask.\n\n:::{after} bell/choice-1\n:::\n\nTold.",
            "",
            "Told too.",
            ":::{after-end}\n:::\n\nOn.",
        ],
        [
            f"Ask.\n\n{AFTER}\n\nTold.\n\n{SO_FAR}",
            "",
            f"{AGAIN}\n\nTold too.\n\n{SO_FAR}",
            "<!-- :::{after-end} -->\n\nOn.",
        ],
    ),
    "deeper": (
        [":::{deeper} All <14> rows\n:::\n\nMore.\n\n:::{deeper-end}\n:::\n\nOn.", ""],
        [f"{DEEPER}\n\nMore.\n\n{END.format('deeper')}\n\nOn.", ""],
    ),
    "step": (
        ["## Place it\n\n:::{reading-step} 6\nHe did not.\n\nSo it was.\n:::\n\nOn.", ""],
        [
            f"## Place it\n\n{STEP}\n\nHe did not.\n\nSo it was.\n\n</details><!-- step -->\n\nOn.",
            "",
        ],
    ),
    "one in another": (
        [
            ":::{after} bell/choice-1\n:::\n\nTold.\n\n:::{deeper} More\n:::",
            "",
            ":::{deeper-end}\n:::\n\nTold too.\n\n:::{after-end}\n:::",
            "",
        ],
        None,
    ),
}


def cells(sources: list[str]) -> list[dict[str, Any]]:
    """Return cells of prose, and of code where the source is empty."""
    kinds = ["markdown" if each else "code" for each in sources]
    pairs = zip(kinds, sources, strict=True)
    return [{"cell_type": kind, "source": each, "metadata": {}} for kind, each in pairs]


@pytest.mark.parametrize("name", CASES)
def test_what_is_closed_in_a_page_is_folded_and_its_marks_come_back(name: str) -> None:
    sources, folded = CASES[name]
    before = cells(sources)
    after = copy.deepcopy(before)
    fold(after, lambda _: "Q")
    if folded:
        assert [each["source"] for each in after] == folded
    collapsed = [bool(each["metadata"]) for each in after if not each["source"]]
    assert collapsed == {"after": [True], "one in another": [True, False]}.get(name, [False])
    unfold(after)
    assert after == before


def test_what_a_reader_collapsed_in_a_notebook_stays_so_when_it_is_saved() -> None:
    made = cells([":::{after} bell/choice-1\n:::", "", ":::{after-end}\n:::", ""])
    fold(made)
    made[1]["metadata"]["jupyter"]["own"] = 1
    made[3]["metadata"]["jupyter"] = {"source_hidden": True}
    unfold(made)
    assert made[1]["metadata"] == {"jupyter": {"own": 1}}
    assert made[3]["metadata"] == {"jupyter": {"source_hidden": True}}
