"""Files are written whole or not at all, for those who may read them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from sourcework.files import atomically, write_atomically, write_together


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask that keeps others from reading")
@pytest.mark.parametrize(
    ("umask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600), (0o002, 0o664)]
)
def test_who_may_read_a_file_is_what_the_umask_says(tmp_path: Path, umask: int, mode: int) -> None:
    path = tmp_path / "keys.yml"
    before = os.umask(umask)
    try:
        for data in (b"keys: []\n", b"keys: [1]\n"):
            write_atomically(path, data)
            assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (data, mode)
    finally:
        os.umask(before)


def break_off(path: Path) -> None:
    with atomically(path) as file:
        file.write(b"new")
        raise KeyboardInterrupt


def test_what_is_broken_off_leaves_the_file_as_it_was_and_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "keys.yml"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        break_off(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_several_files_are_written_all_of_them_or_none(tmp_path: Path) -> None:
    first, new, taken = (tmp_path / name for name in ("first", "new", "taken"))
    first.write_bytes(b"old")
    taken.mkdir()
    with pytest.raises(OSError, match="taken"):
        write_together({first: b"1", new: b"2", taken: b"3"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first", "taken"]
    assert first.read_bytes() == b"old"
    write_together({first: b"1", new: b"2"})
    assert (first.read_bytes(), new.read_bytes()) == (b"1", b"2")
