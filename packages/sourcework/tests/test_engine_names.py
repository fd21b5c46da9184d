"""Tests of the packages' sources: they name no book, and each imports what it may."""

from __future__ import annotations

import ast
import contextlib
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from itertools import chain
from pathlib import Path

import pytest
from engine_book import OTHER_BOOK, PACKAGES

ENGINE = PACKAGES / "sourcework/src/sourcework"
HOST = PACKAGES / "sphinx-live-widgets/src/sphinx_live_widgets"
SKIPPED = {"__pycache__", "node_modules", "_build", ".pytest_cache", ".ruff_cache"}
TEXTS = {".py", ".html", ".css", ".js", ".mjs", ".json", ".md", ".conf", ".txt", ".toml", ".yml"}
TEXTS |= {".csv", ".bib", ".ipynb"}
LANGUAGE = '"ka": "Geor' + 'gian"'  # a language is no name
HOLDER = "authors = ["  # who made the packages, as their licences say it
_NAME = re.compile(r"[\w.-]+")
HOST_IS_FOR = {"sphinx", "publish", "editions/live.py", "built_pages.py"}


def texts() -> Iterator[Path]:
    for file in sorted(PACKAGES.rglob("*")):
        if file.suffix in TEXTS and not SKIPPED & set(file.parts):
            yield file


def test_nothing_in_the_packages_has_the_names_of_a_book() -> None:
    read, named = 0, []
    for file in texts():
        read += 1
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.startswith(HOLDER) and OTHER_BOOK.search(line.replace(LANGUAGE, "")):
                named.append(f"{file.relative_to(PACKAGES)}:{number}: {line.strip()[:80]}")
    assert read > 200
    assert named == []


@pytest.mark.parametrize(
    "word", ["Sta" + "lin", "the test" + "ament", "in 19" + "23", "poi" + "soned"]
)
def test_a_name_would_be_found(word: str) -> None:
    assert OTHER_BOOK.search(f"as {word} said")


@pytest.mark.parametrize("word", ["testa" + "ments", "11923", "eaves", "Georgia, serif"])
def test_other_words_are_none(word: str) -> None:
    assert not OTHER_BOOK.search(word)


def imported(file: Path) -> set[str]:
    """Return the top packages that a module imports, wherever in it; of its own, none."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name.partition(".")[0] for each in node.names}
        if isinstance(node, ast.ImportFrom) and not node.level:
            found.add(str(node.module).partition(".")[0])
    return found


def importers(package: Path, *names: str) -> list[str]:
    """Return the modules of a package that import one of these."""
    return [
        file.relative_to(package).as_posix()
        for file in sorted(package.rglob("*.py"))
        if imported(file) & set(names)
    ]


def test_the_host_of_widgets_imports_nothing_of_the_engine() -> None:
    assert importers(HOST, "sourcework", "dossier", "local", "tests", "book") == []


def test_the_engine_imports_nothing_of_a_book_and_of_tests() -> None:
    assert importers(ENGINE, "local", "tests", "book", "docs", "benchmarks") == []
    ours = {file.stem for file in Path(__file__).parent.glob("*.py")}
    assert importers(ENGINE, *ours) == []


def test_the_engine_imports_the_host_only_where_pages_are_made() -> None:
    users = importers(ENGINE, "sphinx_live_widgets")
    assert users, "somebody does"
    assert [each for each in users if not {each, each.partition("/")[0]} & HOST_IS_FOR] == []


def needed(names: list[str]) -> set[str]:
    """Return the distributions that these need, themselves among them, as they are installed."""
    found: set[str] = set()
    waiting = [name for name in names if name.lower() != "sourcework"]
    while waiting:
        name = _NAME.match(waiting.pop())
        assert name
        plain = re.sub(r"[-_.]+", "-", name[0]).lower()
        if plain not in found:
            found.add(plain)
            with contextlib.suppress(metadata.PackageNotFoundError):
                waiting += metadata.requires(plain) or []
    return found


def test_the_engine_imports_nothing_that_its_installation_lacks() -> None:
    settings = tomllib.loads((ENGINE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    extras = settings["project"]["optional-dependencies"].values()
    brought = needed([*settings["project"]["dependencies"], *chain.from_iterable(extras)])
    of_module = metadata.packages_distributions()
    lacking = [
        f"{file.relative_to(ENGINE)}: {name}"
        for file in sorted(ENGINE.rglob("*.py"))
        for name in sorted(imported(file) - set(sys.stdlib_module_names) - {"matplotlib"})
        for homes in [{re.sub(r"[-_.]+", "-", each).lower() for each in of_module.get(name, ())}]
        if homes and not homes & brought
    ]
    assert lacking == []


def test_the_engine_needs_no_plotting_library_for_its_figures() -> None:
    """What students plot with is handed into the sandbox, if it is there."""
    assert importers(ENGINE, "matplotlib") == ["nbgrading/sandbox.py"]


def test_these_tests_import_no_engine_and_no_other_tests() -> None:
    here = Path(__file__).parent
    tests = {file.stem for file in PACKAGES.parent.joinpath("tests").rglob("*.py")}
    others = tests - {"conftest", "__init__"}
    for file in (*here.glob("test_*.py"), here / "conftest.py", here / "engine_book.py"):
        assert imported(file) & {"sourcework", "local", *others} == set(), file.name
