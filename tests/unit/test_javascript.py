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


def test_what_is_made_small_keeps_its_words_and_what_it_exports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "export const told = (number) => `${number ? ` Of them:  ${number}.` : ''}`;\n"
    (tmp_path / "told.mjs").write_text(f"/** How many. */\n{said}", encoding="utf-8")
    monkeypatch.setattr(bundling, "in_book", lambda: True)
    small = module("told", tmp_path)
    assert "How many" not in small
    assert " Of them:  ${" in small
    assert "export const told=" in small


@pytest.mark.parametrize("name", [path.stem for path in WIDGETS if path.stem != "ui"])
def test_a_widget_that_is_made_small_is_one_module(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = module(name)
    monkeypatch.setattr(bundling, "in_book", lambda: True)
    joined = tmp_path / "joined.mjs"
    joined.write_text(module(name), encoding="utf-8")
    assert joined.stat().st_size < 0.8 * len(whole.encode())
    done = subprocess.run([NODE, "--check", joined], capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0)


def test_what_a_browser_keeps_bears_the_name_of_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'BOOK = "stalin-versus-lenin";' in module("record")
    monkeypatch.setattr(bundling, "book_id", lambda: "the-bixby-letter")
    assert 'BOOK = "the-bixby-letter";' in module("record")
    assert '"stalin-versus-lenin' not in module("record")
