"""Assignments for the tests of the grader, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from classes import write_assignment


@pytest.fixture(scope="session")
def thirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write thirty questions that code scores, with a due date."""
    return write_assignment(tmp_path_factory.mktemp("assignments"), essay=False)


@pytest.fixture(scope="session")
def with_essay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the same with an essay that a person marks."""
    return write_assignment(tmp_path_factory.mktemp("assignments"))
