"""The types of the book's JavaScript."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from contents import ROOT


def test_the_types_written_in_comments_hold() -> None:
    compiler = ROOT / "tests/node_modules/typescript/bin/tsc"
    node = Path(sys.executable).with_name("node")
    done = subprocess.run(
        [node, compiler, "-p", ROOT / "tests/tsconfig.json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("", 0)
