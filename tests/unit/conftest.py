"""A copy of the data for tests that spoil them."""

from __future__ import annotations

from pathlib import Path

import pytest
from copies import Copy


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """Copy the package, its data and the seed into a folder of its own."""
    return Copy(tmp_path)
