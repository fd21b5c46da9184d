"""The manual: printed by part, true to its own links, and with every field that there is."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from engine_book import BOOK, environment

_READ = """
import json
from sourcework.authoring.manual import parts
print(json.dumps([[part.name, part.heading, part.depth, part.text] for part in parts()]))
"""
_FIELDS = """
import dataclasses
import json
from sourcework.excerpts import Excerpt
from sourcework.item_bank import schema
from sourcework.settings import Settings
names = {field.name for each in (Excerpt, Settings) for field in dataclasses.fields(each)}
kinds = schema()["$defs"]
fields = {name for kind in kinds.values() for name in kind["properties"]}
print(json.dumps([sorted(names), sorted(fields)]))
"""
_BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(#([^)]*)\)")


def python(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", *words]
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )


def manual(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return python(folder, "-m", "sourcework", "manual", *words)


@pytest.fixture(scope="module")
def parts() -> list[list[object]]:
    done = python(BOOK, "-c", _READ)
    found: list[list[object]] = json.loads(done.stdout)
    assert found, done.stderr
    return found


@pytest.fixture(scope="module")
def whole() -> str:
    return manual(BOOK, "--all").stdout


def test_each_part_has_a_name_of_its_own(parts: list[list[object]]) -> None:
    names = [str(part[0]) for part in parts]
    assert len(set(names)) == len(names) > 20
    assert {"excerpt", "item", "note", "work", "chapter", "sourcework.yml"} <= set(names)


def test_a_part_is_printed_with_what_is_below_it_and_no_more(tmp_path: Path) -> None:
    done = manual(tmp_path, "document")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("## The document\n")
    assert done.stdout.count("\n## ") == 0
    below = manual(tmp_path, "sourcework.yml").stdout
    assert "\n### Themes, colours and shapes\n" in below
    assert "\n## " not in below
    first = manual(tmp_path, "chapter", "in", "steps").stdout
    assert "\n## Whose words are these?\n" in first, "a heading in an example is none of a part"
    assert "`sourcework steps` prints" in first


def test_without_a_part_it_lists_them(tmp_path: Path, parts: list[list[object]]) -> None:
    said = manual(tmp_path).stdout.splitlines()
    assert [line.strip() for line in said[2:]] == [part[0] for part in parts]


def test_what_is_no_part_is_looked_for_in_them(tmp_path: Path) -> None:
    done = manual(tmp_path, "per_day")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        'sourcework manual: no part is called "per_day"; these parts speak of it: assignment.\n'
    )
    nothing = manual(tmp_path, "xyzzy").stderr
    assert 'no part is called "xyzzy"; use one of: new-book, document,' in nothing


def test_it_says_where_its_file_lies(tmp_path: Path, whole: str) -> None:
    file = Path(manual(tmp_path, "--file").stdout.strip())
    assert file.read_text(encoding="utf-8") == whole


def test_its_links_lead_to_its_parts(parts: list[list[object]], whole: str) -> None:
    links = set(_LINK.findall(whole))
    headings = {re.sub(r"[^\w -]", "", str(part[1]).lower()).replace(" ", "-") for part in parts}
    assert links <= headings
    assert len(links) > 15


def test_its_examples_can_be_read(whole: str) -> None:
    blocks = _BLOCK.findall(whole)
    assert len(blocks) > 10
    for block in blocks:
        list(yaml.safe_load_all(block))


def test_it_has_every_field_of_an_author(whole: str) -> None:
    done = python(BOOK, "-c", _FIELDS)
    of_records, of_items = json.loads(done.stdout)
    assert min(len(of_records), len(of_items)) > 20, done.stderr
    prose = re.sub(r"^(`{3,}).*?^\1$", "", whole, flags=re.DOTALL | re.MULTILINE)
    said = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`[^`]+`", prose))))
    assert set(of_records) - said == {"passages"}, "which are cut, and not typed"
    assert set(of_items) - said == set()
