"""The defaults of classes: asked for aside, so that whatever they do harms no build."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from host_books import write
from sphinx_live_widgets.defaults import defaults_of

GOOD = "import traitlets\nclass C(traitlets.HasTraits):\n    n = traitlets.Int(7).tag(sync=True)\n"
BAD = {
    "raises": "import os\nos.environ['NO_SUCH_NAME']",
    "exits": "import sys\nsys.exit(3)",
    "dies": "import os\nos._exit(0)",
    "talks": "print('{}')\nprint('[1]')",
    "broken": "class",
    "hangs": "import time\ntime.sleep(600)",
    "default": "import traitlets\nclass T(traitlets.Int):\n    def default(self, obj=None):\n"
    "        raise SystemExit\nclass C(traitlets.HasTraits):\n    n = T().tag(sync=True)\n",
}


@pytest.fixture
def classes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the names of a good class and of bad ones around it, in modules on the path."""
    write(tmp_path, {f"{name}_one.py": f"{code}\n" for name, code in BAD.items()})
    write(tmp_path, {"good_one.py": GOOD})
    monkeypatch.syspath_prepend(str(tmp_path))
    return [f"{name}_one.C" for name in BAD]


def test_a_bad_class_costs_its_own_defaults_and_no_other(classes: list[str]) -> None:
    found = defaults_of([*classes, "good_one.C"], seconds=3)
    assert found == {"good_one.C": {"n": 7}}


def test_nothing_is_imported_into_the_build(classes: list[str]) -> None:
    defaults_of(["good_one.C"])
    assert "good_one" not in __import__("sys").modules


@pytest.mark.parametrize("name", ["", "C", "__main__.C", "sphinx.__main__.C", "no.such.C"])
def test_a_class_that_nobody_can_name_has_none(name: str) -> None:
    assert defaults_of([name]) == {}


def test_the_environment_is_the_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = f"import os\nassert os.environ['OF_THE_BUILD'] == '1'\n{GOOD}"
    write(tmp_path, {"asks_one.py": code})
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(os.environ, "OF_THE_BUILD", "1")
    assert defaults_of(["asks_one.C"]) == {"asks_one.C": {"n": 7}}
