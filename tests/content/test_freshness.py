"""A change in data, code, exercises or seed re-runs the pages that show it; nothing else does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sourcework.sphinx.cache_invalidation import INPUTS, fingerprint

ROOT = Path(__file__).resolve().parents[2]
ENGINE = "packages/sourcework/src"
PAGE = """---
description: One page, for a test.
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
# One page

```{code-cell} ipython3
from sourcework import excerpt
import time
print("run at", time.time_ns())
print(excerpt("testament/postscript"))
```
"""


class Small:
    """A book of one page, with the house's own configuration."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.shown = folder, ""
        self.environment = os.environ | {"PYTHONPATH": str(folder / ENGINE)}
        for name in ("data", "exercises", "local", "_static", "../seeds", f"../{ENGINE}"):
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / "book" / name, folder / "book" / name, ignore=ignore)
        shutil.copy(ROOT / "book/references.bib", folder / "book")
        for name in ("_config.yml", "sourcework.yml"):
            shutil.copy(ROOT / name, folder)
        (folder / "_toc.yml").write_text("format: jb-book\nroot: book/index\n", encoding="utf-8")
        (folder / "book/index.md").write_text(PAGE, encoding="utf-8")

    def build(self, *options: str, out: Path | None = None) -> str:
        command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "--warningiserror"]
        command += options
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        page = ((out or self.folder) / "_build/html/book/index.html").read_text(encoding="utf-8")
        shown = page[page.rindex("run at") :][:2000]
        self.shown = self.shown if out else shown
        return shown

    def built(self) -> str:
        """Return what the last build shows, after which nothing has changed; build the first."""
        return self.shown or self.build()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return Small(tmp_path_factory.mktemp("small"))


def test_an_unchanged_book_is_not_run_again(small: Small) -> None:
    assert small.built() == small.build()


def test_a_changed_style_reaches_the_book_without_running_it(small: Small) -> None:
    path = small.folder / ENGINE / "sourcework/static/print.css"
    path.write_text(path.read_text(encoding="utf-8") + "\n.new { color: red; }\n", encoding="utf-8")
    own = small.folder / "book/_static/own.css"
    own.write_text(".own { color: red; }\n", encoding="utf-8")
    before = small.build()  # the engine has changed, which notebooks read as well
    own.write_text(".own { color: blue; }\n", encoding="utf-8")
    assert small.build() == before
    built = small.folder / "_build/html/_static"
    assert ".new{color:red}" in (built / "print.css").read_text(encoding="utf-8")
    assert ".own { color: blue; }" in (built / "own.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "shows"),
    [
        ("book/data/people.csv", "Vladimir Lenin", "V. I. Lenin", "V. I. Lenin"),
        (
            "packages/sourcework/src/sourcework/dates.py",
            "*reversed(words)",
            "*words",
            "January 4 1923",
        ),
    ],
    ids=["data", "code"],
)
def test_a_change_that_a_page_reads_runs_it_again(
    small: Small, file: str, old: str, new: str, shows: str
) -> None:
    before = small.built()
    path = small.folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}: the test changes nothing"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    after = small.build()
    assert after.splitlines()[0] != before.splitlines()[0]
    assert shows in after


@pytest.mark.parametrize(
    "file",
    [
        "assignments/one/assignment.yml",
        "book/data/people.csv",
        "book/exercises/testament.yml",
        "book/local/__init__.py",
        "book/references.bib",
        "seeds/README.md",
        "sourcework.yml",
    ],
)
def test_whatever_a_notebook_may_read_is_looked_at(tmp_path: Path, file: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    prints = [fingerprint(tmp_path, INPUTS)]
    for text in ("one", "two"):
        path.write_text(text, encoding="utf-8")
        prints.append(fingerprint(tmp_path, INPUTS))
    assert len(set(prints)) == 3


def test_a_book_may_be_built_outside_its_folder(small: Small, tmp_path: Path) -> None:
    assert "run at" in small.build("--path-output", str(tmp_path), out=tmp_path)


@pytest.mark.parametrize("where", ["inside", "outside"])
def test_static_files_of_an_extension_may_lie_anywhere(tmp_path: Path, where: str) -> None:
    root = tmp_path / "book"
    static = (root if where == "inside" else tmp_path / "site-packages") / "static"
    static.mkdir(parents=True)
    (static / "tabs.js").write_text("// one", encoding="utf-8")
    one = fingerprint(root, [str(static)])
    assert fingerprint(root, [str(static)]) == one
    (static / "tabs.js").write_text("// two", encoding="utf-8")
    two = fingerprint(root, [str(static)])
    (static / "tabs.js").rename(static / "cards.js")
    assert len({one, two, fingerprint(root, [str(static)])}) == 3


def test_a_faulty_book_is_faulty_until_it_is_mended(small: Small) -> None:
    page, makefile = small.folder / "book/index.md", small.folder / "Makefile"
    shutil.copy(ROOT / "Makefile", makefile)
    venv = Path(sys.executable).parents[1]
    done = [f"-o{venv}/book", "-o_build/audited"]  # set up and checked already

    def make() -> subprocess.CompletedProcess[str]:
        command = ["make", "book", f"VENV={venv}", *done]
        return subprocess.run(
            command,
            cwd=small.folder,
            env=small.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    page.write_text(PAGE.replace("description: One page, for a test.\n", ""), encoding="utf-8")
    for _ in range(2):
        assert "the front matter has no description; add one sentence" in make().stderr
    page.write_text(PAGE, encoding="utf-8")
    assert make().returncode == 0
