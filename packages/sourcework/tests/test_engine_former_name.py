"""The former name of the package and its command: what courses have of it goes on working."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from engine_book import BOOK

NOTEBOOK = """
from dossier import excerpt, tables
from dossier.widgets.assigned import ask
from dossier.answers import attempts
import dossier, sourcework
print(len(tables.excerpts()), dossier is sourcework)
"""
COMMAND = "import sys; sys.argv[0] = 'dossier'; from sourcework.cli import main; sys.exit(main())"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", "-c", *words]
    return subprocess.run(command, cwd=BOOK, capture_output=True, text=True, check=False)


def test_a_notebook_of_an_earlier_edition_runs() -> None:
    done = run(NOTEBOOK)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("True\n")


def test_the_former_command_works_and_says_its_new_name() -> None:
    done = run(COMMAND, "assignment", "list")
    assert done.returncode == 0
    assert done.stderr == (
        "This command is called sourcework now; dossier goes with the next edition.\n"
    )
    assert Path(BOOK / "assignments").is_dir()
