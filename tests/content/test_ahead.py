"""Notebooks run several at once before their pages are read, and once for all that are alike."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAD = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
# A page

```{code-cell} ipython3
"""
MEET = """\
import pathlib, time
pathlib.Path("OWN").touch()
late = time.monotonic() + 60
while not pathlib.Path("OTHER").exists() and time.monotonic() < late:
    time.sleep(0.05)
if not pathlib.Path("OTHER").exists():
    pathlib.Path("alone").touch()
"""


def count(name: str) -> str:
    """Return a cell that leaves this name behind each time that it runs."""
    return f'print("{name}", file=open("runs", "a"))\n'


COUNT = count("ran")


MORTAL = """\
import os, sys
try:
    open(sys.argv[1], "x").close()
except FileExistsError:
    os.execv(sys.executable, [sys.executable, "-m", "ipykernel_launcher", *sys.argv[2:]])
"""


def build(
    folder: Path,
    pages: dict[str, str],
    heads: dict[str, str] | None = None,
    more: str = "",
    **env: str,
) -> subprocess.CompletedProcess[str]:
    """Build a book of these pages, each with one cell; `more` are lines of its configuration."""
    for name, cell in pages.items():
        head = (heads or {}).get(name, HEAD)
        (folder / f"{name}.md").write_text(f"{head}{cell}```\n", encoding="utf-8")
    toc = "\n".join(pages)
    (folder / "index.md").write_text(f"# Book\n\n```{{toctree}}\n{toc}\n```\n", encoding="utf-8")
    settings = 'extensions = ["myst_nb", "sourcework.sphinx.parallel_execution"]\n'
    settings += 'nb_execution_mode = "cache"\n'
    (folder / "conf.py").write_text(
        f"{settings}nb_execution_raise_on_error = True\nnb_execution_show_tb = True\n{more}"
    )
    return subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", folder, folder / "_build/html"],
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one processor runs one at a time")
def test_two_notebooks_run_at_once(tmp_path: Path) -> None:
    one = MEET.replace("OWN", "one").replace("OTHER", "two")
    two = MEET.replace("OWN", "two").replace("OTHER", "one")
    done = build(tmp_path, {"first": one, "second": two})
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "alone").exists()


def test_pages_with_the_same_cells_run_once(tmp_path: Path) -> None:
    done = build(tmp_path, {"first": COUNT, "second": COUNT, "third": COUNT})
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "runs").read_text(encoding="utf-8") == "ran\n"


def test_a_notebook_that_fails_is_named_with_its_error(tmp_path: Path) -> None:
    done = build(tmp_path, {"good": COUNT, "bad": "1 / 0\n"})
    assert done.returncode != 0
    assert "bad.md" in done.stderr
    assert "ZeroDivisionError" in done.stdout + done.stderr


def test_a_kernel_that_dies_at_its_start_is_started_once_more(tmp_path: Path) -> None:
    """As when another program took its port meanwhile."""
    spec = tmp_path / "jupyter/kernels/python3/kernel.json"
    spec.parent.mkdir(parents=True)
    (tmp_path / "mortal.py").write_text(MORTAL, encoding="utf-8")
    died = tmp_path / "died"
    words = [sys.executable, str(tmp_path / "mortal.py"), str(died), "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": words, "display_name": "P", "language": "python"}))
    done = build(tmp_path, {"only": COUNT}, JUPYTER_PATH=str(tmp_path / "jupyter"))
    assert done.returncode == 0, done.stderr
    assert died.exists()
    assert (tmp_path / "runs").read_text(encoding="utf-8") == "ran\n"


def head(*, kernel: str = "python3", own: str = "") -> str:
    """Return the head of a page with this kernel, and with these settings of MyST-NB."""
    return HEAD.replace("name: python3}", f"name: {kernel}}}\nmystnb: {{{own}}}")


def test_a_notebook_that_is_not_to_be_run_is_not(tmp_path: Path) -> None:
    heads = {
        "off": head(own='execution_mode: "off"'),
        "off-and-unknown": head(own='execution_mode: "off"', kernel="conda-env-course-py"),
        "left-out": head(kernel="conda-env-course-py"),
    }
    more = 'nb_execution_excludepatterns = ["left-out.md"]\n'
    done = build(tmp_path, {name: count(name) for name in heads}, heads, more)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "runs").exists()


def test_a_notebook_runs_once_in_a_build_as_its_page_says(tmp_path: Path) -> None:
    heads = {
        "by-another-name": head(kernel="conda-env-course-py"),
        "with-errors": head(own="execution_allow_errors: true"),
        "at-every-build": head(own='execution_mode: "force"'),
    }
    cells = {name: count(name) for name in heads}
    cells["with-errors"] += "1 / 0\n"
    done = build(tmp_path, cells, heads, 'nb_kernel_rgx_aliases = {"conda-.*": "python3"}\n')
    assert done.returncode == 0, done.stderr
    ran = (tmp_path / "runs").read_text(encoding="utf-8").split()
    assert sorted(ran) == sorted(heads)


def test_a_page_with_an_unknown_kernel_is_named_with_a_cure(tmp_path: Path) -> None:
    heads = {"only": head(kernel="conda-env-course-py")}
    done = build(tmp_path, {"only": COUNT}, heads)
    assert done.returncode != 0
    assert 'only.md, kernelspec: there is no kernel "conda-env-course-py" here' in done.stderr
    assert 'execution_mode: "off"' in done.stderr
