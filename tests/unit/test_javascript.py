"""The types of the book's JavaScript."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from contents import ROOT

from sourcework.widgets import bundling
from sourcework.widgets.widget_base import module

NODE = Path(sys.executable).with_name("node")
COMPILER = ROOT / "tests/node_modules/typescript"
WIDGETS = sorted((ROOT / "packages/sourcework/src/sourcework/widgets").glob("*.css"))


@pytest.mark.parametrize("settings", ["tsconfig.json", "tsconfig.worker.json"])
def test_the_types_written_in_comments_hold(settings: str) -> None:
    done = subprocess.run(
        [NODE, COMPILER / "bin/tsc", "-p", ROOT / "tests" / settings],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("", 0)


@pytest.mark.parametrize("name", [path.stem for path in WIDGETS if path.stem != "ui"])
def test_a_widget_joined_with_what_it_imports_is_one_module(name: str, tmp_path: Path) -> None:
    joined = tmp_path / "joined.mjs"
    joined.write_text(module(name), encoding="utf-8")
    done = subprocess.run([NODE, "--check", joined], capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0)


# What another minifier got wrong: a name that is read before what its value waits for.
LATE = """/** A word that waits. */
const words = new Map();
const load = async () => { words.set("word", { count: 3 }); }; // it takes its time
export async function late() {
  if (!words.has("word")) await load();
  const { count } = words.get("word");
  return [count, words.size ? "after" : "before"];
}
"""


def test_words_in_a_template_within_another_keep_their_blanks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "export const told = (n) => `${n ? ` Of them: ${n} of 3.` : 'None  at all.'}`;\n"
    (tmp_path / "told.mjs").write_text(told, encoding="utf-8")
    monkeypatch.setattr(bundling, "in_book", lambda: True)
    made = module("told", tmp_path)
    assert " Of them: ${n} of 3." in made
    assert "None  at all." in made


def test_a_built_book_has_the_module_in_fewer_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "late.mjs").write_text(LATE, encoding="utf-8")
    whole = module("late", tmp_path)
    monkeypatch.setattr(bundling, "in_book", lambda: True)
    small = module("late", tmp_path)
    assert len(small) < 0.8 * len(whole)
    told = [
        subprocess.run(
            ["node", "--input-type=module", "--eval", f"{text}\nconsole.log(await late());"],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for text in (whole, small)
    ]
    assert told == ["[ 3, 'after' ]\n"] * 2


def test_all_that_the_book_serves_can_be_made_small() -> None:
    folders = [WIDGETS[0].parent, ROOT / "book/local/widgets"]
    modules = [path for folder in folders for path in folder.rglob("*.mjs")]
    assert len(modules) > 30
    nested = [path.name for path in modules if bundling._NESTED.search(path.read_text("utf-8"))]
    assert not nested, "give the inner template a name first: it is served as it is written"


def test_what_a_browser_keeps_bears_the_name_of_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'BOOK = "stalin-versus-lenin";' in module("record")
    monkeypatch.setattr(bundling, "book_id", lambda: "the-bixby-letter")
    assert 'BOOK = "the-bixby-letter";' in module("record")
    assert '"stalin-versus-lenin' not in module("record")
