"""The book, built once for all tests that look at it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from contents import ROOT


@pytest.fixture(scope="session")
def built() -> Path:
    """Build the book with the README's command and return the folder of its pages."""
    done = subprocess.run(["make", "book"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
    return ROOT / "_build/html"
