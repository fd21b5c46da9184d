"""Fixtures of the engine's tests: the book as it is, and the same book built, once."""

from __future__ import annotations

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
    copy.build()
    return copy


@pytest.fixture(scope="session")
def html(built: Copy) -> Path:
    """Return the folder of the built pages."""
    return built.folder / "_build/html/book"
