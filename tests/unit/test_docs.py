"""The pages of `docs/`: what they count, quote and show is so."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from contents import ROOT
from docs.pictures import STEPS
from docs.tables import tables

from local.widgets.annotator import Annotator
from local.widgets.knowledge import Knowledge
from local.widgets.sequence import Sequence
from sourcework.item_bank import load_items
from sourcework.widgets.chain import Chain
from sourcework.widgets.hypotheses import Hypotheses
from sourcework.widgets.people import People
from sourcework.widgets.timeline import TimeLine
from sourcework.widgets.widget_base import PageWidget

DOCS = ROOT / "docs"
PAGE = (DOCS / "exercises.md").read_text(encoding="utf-8")
UNITS = {"M": 2**20, "G": 2**30}  # as JupyterHub reads them
NODE = Path(sys.executable).with_name("node")
PRINT_FAULTS = """
const { FAULTS } = await import(process.argv[1]);
console.log(JSON.stringify(FAULTS));
"""


def test_the_tables_are_those_of_the_bank() -> None:
    assert tables() in PAGE, "run: python -m docs.tables"


def test_the_page_tells_the_keys_that_the_pictures_are_taken_with() -> None:
    for step in STEPS:
        assert f"| `{step.keys}` |" in PAGE, step


def test_a_whole_chapter_is_answered_in_its_order() -> None:
    chapter = [item.id for item in load_items().values() if item.chapter == "poison"]
    assert list(dict.fromkeys(step.item for step in STEPS)) == chapter


@pytest.mark.parametrize(
    ("pages", "folder"),
    [
        (["exercises.md"], "exercises"),
        (["widgets.md"], "widgets"),
        (["jupyterhub.md", "lite.md"], "launch"),
    ],
)
def test_every_picture_is_there_light_and_described(pages: list[str], folder: str) -> None:
    text = "".join((DOCS / page).read_text(encoding="utf-8") for page in pages)
    shown = re.findall(r"!\[([^\]]+)\]\(([\w/-]+\.png)\)", text)
    there = {path.relative_to(DOCS).as_posix() for path in (DOCS / folder).glob("*.png")}
    assert {name for _, name in shown} == there
    for name in there:
        assert (DOCS / name).stat().st_size < 80 * 1024, name


WIDGETS = (DOCS / "widgets.md").read_text(encoding="utf-8")
USES = json.loads((DOCS / "widgets.json").read_text(encoding="utf-8"))
SHOWN: dict[str, type[PageWidget]] = {
    "annotator": Annotator,
    "hypotheses": Hypotheses,
    "knowledge": Knowledge,
    "sequence": Sequence,
    "chain": Chain,
    "timeline": TimeLine,
    "people": People,
}


@pytest.mark.parametrize("name", USES)
def test_a_widget_s_value_is_what_the_page_tells_of_it(name: str) -> None:
    widget = SHOWN[name].for_key(f"{USES[name]['page']}/{name}")
    widget.work = USES[name]["work"]
    (told,) = (part for part in WIDGETS.split("\n## ") if f"widgets/{name}-before.png" in part)
    count, table = re.findall(r"`value`, the first rows of (\d+).*:\n\n((?:\|.*\n)+)", told)[0]
    heads, _, *rows = [line.strip("| ").split(" | ") for line in table.splitlines()]
    assert len(widget.value) == int(count)
    assert list(widget.value.columns) == heads
    ids = widget.value.astype(str)[heads[0]].head(len(rows))
    assert [row[0] for row in rows] == list(ids)


def test_a_fault_of_the_storage_is_told_in_the_words_of_the_page() -> None:
    memory = ROOT / "packages/sourcework/src/sourcework/widgets/memory.mjs"
    command = [NODE, "--input-type=module", "--eval", PRINT_FAULTS, memory.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    faults = json.loads(done.stdout)
    assert len(faults) >= 4
    for name, said in faults.items():
        assert f'"{said}"' in PAGE, name


HUB = (DOCS / "jupyterhub.md").read_text(encoding="utf-8")


def test_a_course_on_a_hub_is_told_what_was_measured() -> None:
    report = (ROOT / "benchmarks/launch.md").read_text(encoding="utf-8")
    tables = [part.partition("\n\n")[2].strip() for part in report.split("\n## ")[1:-1]]
    assert len(tables) == 4
    for table in tables:
        assert table in HUB, "copy the tables of benchmarks/launch.md into docs/jupyterhub.md"


def test_the_hub_s_settings_hold_a_student_of_the_book() -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", HUB, re.DOTALL)
    memory = yaml.safe_load(block)["singleuser"]["memory"]
    guarantee, limit = (int(memory[name][:-1]) * UNITS[memory[name][-1]] for name in memory)
    measured = json.loads((ROOT / "benchmarks/launch.json").read_text(encoding="utf-8"))
    sizes = measured["numbers"]["memories"]
    server, kernels = sizes.pop("server"), list(sizes.values())
    assert guarantee >= server["own"] + 2 * max(kernel["own"] for kernel in kernels)
    assert limit >= server["resident"] + 4 * max(kernel["resident"] for kernel in kernels)
