"""Fixtures of the engine's tests: the book as it is, and the same book built, once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from engine_book import Copy


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Copy the book; nothing may change in it but what commands write."""
    return Copy(tmp_path_factory.mktemp("as-it-is") / "quillhaven")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Build a copy of the book, with every warning an error."""
    copy = Copy(tmp_path_factory.mktemp("built") / "quillhaven")
    command = Path(sys.executable).with_name("jupyter-book")
    copy.run(command, "build", ".", "--warningiserror", "--keep-going")
    return copy


@pytest.fixture(scope="session")
def html(built: Copy) -> Path:
    """Return the folder of the built pages."""
    return built.folder / "_build/html/book"
