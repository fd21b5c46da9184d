"""The files of a folder or zip: all of them, whatever they are called, and nothing beyond."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sourcework.grading.intake.archives import ArchivedFile, ReadingLimits, entries
from sourcework.grading.intake.zips import Zip
from sourcework.grading.reports.problems import Stopped, Unreadable

NAME = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="/\\:"),
    min_size=1,
    max_size=30,
).filter(lambda name: name not in (".", ".."))
FILES = st.dictionaries(
    st.lists(NAME, min_size=1, max_size=3).map("/".join), st.binary(max_size=4000), max_size=8
)


def packed(files: dict[str, bytes], method: int, comment: bytes, before: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as archive:
        archive.comment = comment
        for name, data in files.items():
            archive.writestr(name, data)
    return before + whole.getvalue()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    FILES,
    st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]),
    st.binary(max_size=50),
    st.binary(max_size=50).filter(lambda data: b"PK" not in data),
)
def test_a_zip_is_read_as_python_s_own_module_reads_it(
    files: dict[str, bytes], method: int, comment: bytes, before: bytes
) -> None:
    opened = Zip(packed(files, method, comment.replace(b"PK", b""), before))
    found = {member.name: opened.read(member, 1 << 20) for member in opened.members()}
    assert found == files


def test_a_zip_of_the_large_form_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(70_000):
            archive.writestr(str(number), b"")
        with archive.open("wide", "w", force_zip64=True) as file:
            file.write(b"wide")
    opened = Zip(path)
    members = list(opened.members())
    assert len(members) == 70_001
    assert opened.read(members[-1], 100) == b"wide"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FILES, st.data())
def test_a_damaged_zip_gives_files_or_faults_and_nothing_else(
    files: dict[str, bytes], data: st.DataObject
) -> None:
    whole = bytearray(packed(files, zipfile.ZIP_DEFLATED, b"", b""))
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Unreadable):
        opened = Zip(bytes(whole[: data.draw(st.integers(0, len(whole)))]))
        for member in opened.members():
            with contextlib.suppress(Unreadable):
                assert len(opened.read(member, 1000)) <= 1000


@pytest.mark.parametrize("damage", ["in the middle", "at its end", "of an entry's length"])
def test_a_class_whose_list_is_damaged_is_refused_with_numbers(damage: str, tmp_path: Path) -> None:
    whole = bytearray(packed({f"{n}.json": b"{}" for n in range(20)}, zipfile.ZIP_STORED, b"", b""))
    heads = [at for at in range(len(whole)) if whole[at : at + 4] == b"PK\1\2"]
    end = whole.rindex(b"PK\5\6")
    found = 10
    if damage == "in the middle":
        whole[heads[10]] ^= 0xFF
    elif damage == "at its end":
        found = 19
        whole[heads[19]] ^= 0xFF
    else:  # the comment of the tenth entry swallows all the others
        whole[heads[9] + 32 : heads[9] + 34] = (end - heads[10]).to_bytes(2, "little")
    path = tmp_path / "class.zip"
    path.write_bytes(whole)
    promised = rf"its end promises 20 entries, and its list has {found}; download it again"
    with pytest.raises(Stopped, match=promised):
        list(entries(path))


def write(place: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    return place


def read(found: list[ArchivedFile]) -> dict[str, bytes | str]:
    said: dict[str, bytes | str] = {}
    for entry in found:
        try:
            said[entry.path] = entry.read()
        except Unreadable as error:
            said[entry.path] = error.problem
    return said


TREE = {"a.json": b"1", "b/c.json": b"2", "b/d/e.json": b"3", "empty.json": b""}


def test_folder_and_zip_give_the_same(tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(packed(TREE, zipfile.ZIP_DEFLATED, b"", b""))
    of_zip = {entry.path: entry.read() for entry in entries(tmp_path / "class.zip")}
    assert of_zip == TREE
    assert read(list(entries(write(tmp_path / "class", TREE)))) == TREE


def test_a_zip_within_counts_as_a_folder(tmp_path: Path) -> None:
    inner = packed(TREE, zipfile.ZIP_STORED, b"", b"")
    place = write(tmp_path / "class", {"x.json": b"0", "inner.zip": inner})
    expected = {f"inner.zip/{name}": data for name, data in TREE.items()}
    assert read(list(entries(place))) == expected | {"x.json": b"0"}


@pytest.mark.parametrize(
    ("limits", "problems"),
    [
        (ReadingLimits(file=2), {"c": "larger"}),
        (ReadingLimits(files=2), {"a": "2 files; the rest was not read"}),
        (ReadingLimits(total=2), {"c": "have used up what is read at once"}),
        (ReadingLimits(depth=2), {"d": "too many folders"}),
    ],
)
def test_limits_are_kept_and_told(
    limits: ReadingLimits, problems: dict[str, str], tmp_path: Path
) -> None:
    files = {"a": b"1", "b": b"22", "c": b"333", "d/e/f": b"1"}
    said = read(list(entries(write(tmp_path / "class", files), limits)))
    told = [text for text in said.values() if isinstance(text, str)]
    assert told
    for problem in problems.values():
        assert any(problem in text for text in told), told


def test_one_student_s_zip_does_not_use_up_the_limits_of_all(tmp_path: Path) -> None:
    limits = ReadingLimits(inner_files=3, inner_total=1500)
    inner = packed({str(n): bytes(1000) for n in range(9)}, zipfile.ZIP_DEFLATED, b"", b"")
    place = write(tmp_path / "class", {f"{n}.zip": inner for n in range(3)} | {"x": b"1"})
    said = read(list(entries(place, limits)))
    assert said["x"] == b"1"
    assert len([path for path, data in said.items() if isinstance(data, bytes)]) == 7


def test_a_zip_that_is_not_there_or_is_none_stops(tmp_path: Path) -> None:
    for name, data in {"none.zip": b"text", "empty.zip": b""}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(Stopped, match=rf"{name}: the zip is cut off or damaged; download it"):
            list(entries(tmp_path / name))
    with pytest.raises(Stopped, match=r"missing\.zip: it cannot be opened"):
        list(entries(tmp_path / "missing.zip"))
