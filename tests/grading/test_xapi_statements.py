"""Statements of xAPI: whose answers are in them, which of several, and what is missing."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from sourcework.grading.intake.archives import entries
from sourcework.grading.intake.xapi_statements import is_statements, read_statements
from sourcework.grading.reports.problems import Unreadable

FIRST, SECOND = (f'{{"payload": "{word} {word * 30}"}}'.encode() for word in ("ab", "xyz"))


def pieces(file: bytes, size: int) -> list[str]:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = base64.b64encode(packer.compress(file) + packer.flush()).decode()
    cut = [packed[at : at + size] for at in range(0, len(packed), size)]
    return [f"a1.{number}.{len(cut)}.{data}" for number, data in enumerate(cut, start=1)]


def said(account: str, file: bytes, *, at: int, size: int = 9000, name: str = "") -> list[Any]:
    actor = {"account": {"homePage": "https://platform.example", "name": account}}
    actor |= {"name": name} if name else {}  # type: ignore[dict-item]
    return [
        {"actor": actor, "result": {"response": each}, "timestamp": f"2026-11-{at:02}T08:00:00Z"}
        for each in pieces(file, size)
    ]


OTHER = [
    {"actor": {"account": {"name": "zoe"}}, "verb": {"id": "initialized"}},
    {"actor": {"mbox": "mailto:a@x"}, "result": {"response": "rang[,]sale"}, "timestamp": "2026"},
    {"actor": "nobody", "result": {"response": "a1.1.1.xx"}, "timestamp": "2026"},
    "no statement",
]


@pytest.mark.parametrize("whole", [list, lambda told: {"statements": told, "more": ""}])
@pytest.mark.parametrize("order", [1, -1])
def test_what_was_handed_in_last_is_read(whole: Any, order: int) -> None:
    told = [
        *said("zoe", FIRST, at=1, size=20),
        *OTHER,
        *said("zoe", SECOND, at=2),
        *said("adam", FIRST, at=3, size=30),
    ]
    data = json.dumps(whole(told[::order])).encode()
    assert is_statements(data)
    assert [(each.name, each.read()) for each in read_statements(data)] == [
        ("adam", FIRST),
        ("zoe", SECOND),
    ]


def test_two_of_one_name_are_two() -> None:
    told = [*said("x1", FIRST, at=1, name="Kim Lee"), *said("x2", SECOND, at=1, name="Kim Lee")]
    names = [each.name for each in read_statements(json.dumps(told).encode())]
    assert names == ["Kim Lee (x1)", "Kim Lee (x2)"]


def test_what_is_not_all_there_is_named() -> None:
    told = said("zoe", FIRST, at=1, size=20)[1:]
    (one,) = read_statements(json.dumps(told).encode())
    with pytest.raises(Unreadable, match="not all in the report"):
        one.read()


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"statements": 3}', b"[[1]]", b"\xff"])
def test_what_has_no_work_in_it_is_none(data: bytes) -> None:
    assert not is_statements(data)


def test_a_class_is_read_out_of_it(tmp_path: Path) -> None:
    file = tmp_path / "statements.json"
    file.write_text(json.dumps([*said("zoe", FIRST, at=1), *said("adam", SECOND, at=1)]))
    assert {each.path for each in entries(file)} == {
        "adam/handed-in-1.json",
        "zoe/handed-in-1.json",
    }
