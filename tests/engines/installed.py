"""Which engines this machine has, and what it means if one is not there."""

from __future__ import annotations

import os
import shutil
import subprocess

import firefox
import pytest
import webkit

ENGINES = {"firefox": firefox, "webkit": webkit}


def needed(name: str) -> None:
    """Skip a test where its engine is not to be had; where it could be, CI has no excuse."""
    lacks = ENGINES[name].missing()
    if lacks and os.environ.get("CI") and all(map(_offered, ENGINES[name].PACKAGES)):
        pytest.fail(f"{lacks} .ci/engines installs it: see what that says.")
    if lacks:
        pytest.skip(lacks)


def _offered(package: str) -> bool:
    """Say whether the distribution has a package of this name."""
    if not shutil.which("apt-cache"):
        return False
    told = subprocess.run(
        ["apt-cache", "policy", package],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
    return "Candidate:" in told.stdout and "Candidate: (none)" not in told.stdout
