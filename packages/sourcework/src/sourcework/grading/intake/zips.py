"""Zip files, read one entry at a time: nothing is extracted, and memory does not grow with them.

`zipfile` holds the whole list of a zip in memory, some 70 MB of it for a hundred thousand files.
Here the list is walked on the disk, and every number that it gives is mistrusted. The form is that
of PKWARE's APPNOTE: a list of entries, and behind it an end that says where the list begins.
"""

from __future__ import annotations

import io
import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..reports.problems import Unreadable

__all__ = ["Member", "Zip"]

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT = 0xFFFF
_FULL, _FULL_64 = 0xFFFF, 0xFFFFFFFF
_ENCRYPTED, _UTF8 = 0x1, 0x800
_STORED, _DEFLATED = 0, 8
_UNIX, _DARWIN = 3, 19
# What unpacks to more than a file may have, 8 MiB, may not shrink further than this: many short
# attempts or outputs shrink as far as any bomb, and do no harm.
_RATIO, _SMALL = 200, 8 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of a zip.

    Attributes
    ----------
    name
        Its path, with strokes.
    size, packed
        Bytes, unpacked and packed, as the list says.
    link
        Whether it is a symbolic link.
    """

    name: str
    size: int
    packed: int
    checksum: int
    method: int
    flags: int
    offset: int
    link: bool


class Zip:
    """A zip file on the disk, or as bytes.

    Raises
    ------
    Unreadable
        If it is no zip, or cut off.
    OSError
        If it cannot be opened.
    """

    def __init__(self, source: Path | bytes) -> None:
        opened: BinaryIO = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
        self._file = opened
        try:
            self._promised = 0  # entries, as the end says
            self._start, self._end, self._shift = self._find_list()
        except Unreadable:
            opened.close()
            raise

    def close(self) -> None:
        """Close the file; entries cannot be read any more."""
        self._file.close()

    def members(self) -> Iterator[Member]:
        """Walk the list; folders are left out.

        Raises
        ------
        Unreadable
            Where the list ends before its end, or has fewer entries than the end promises.
        """
        found = 0
        try:
            for member in self._listed():
                found += 1
                if member:
                    yield member
        except Unreadable as error:
            raise self._fewer(found) from error
        if found < self._promised:
            raise self._fewer(found)

    def _fewer(self, found: int) -> Unreadable:
        told = f"its end promises {self._promised:,} entries, and its list has {found:,}"
        return Unreadable(f"the zip is damaged: {told}", "download it again")

    def _listed(self) -> Iterator[Member | None]:
        """Walk the list; a folder is given as nothing."""
        at = self._start
        while at < self._end:
            signature, made, _, flags, method, *rest = _ENTRY.unpack(self._read(at, _ENTRY.size))
            _, _, checksum, packed, size, name, extra, comment, _, _, outer, offset = rest
            if signature != b"PK\1\2":
                raise _cut_off()
            at += _ENTRY.size
            raw = self._read(at, name + extra)
            at += name + extra + comment
            size, packed, offset = _wide(raw[name:], size, packed, offset)
            path = _decoded(raw[:name], flags).replace("\\", "/")
            link = made >> 8 in (_UNIX, _DARWIN) and stat.S_ISLNK(outer >> 16)
            offset += self._shift
            member = Member(path, size, packed, checksum, method, flags, offset, link)
            yield None if path.endswith("/") else member

    def read(self, member: Member, limit: int) -> bytes:
        """Unpack an entry of at most `limit` bytes.

        Raises
        ------
        Unreadable
            If it is encrypted, packed in an unusual way, larger, a bomb, or damaged.
        """
        if member.flags & _ENCRYPTED:
            raise Unreadable("it is encrypted", "have it handed in without a password")
        if member.method not in (_STORED, _DEFLATED):
            raise Unreadable("it is packed in an unusual way", "unpack the zip and give the folder")
        if member.size > _SMALL and member.size > _RATIO * member.packed:
            raise Unreadable(
                f"it would unpack to {member.size // 1024:,} KB from {member.packed:,} bytes",
                "do not open it; ask how it was made",
            )
        if member.size > limit or member.packed > limit:
            raise too_large(limit)
        head = _LOCAL.unpack(self._read(member.offset, _LOCAL.size))
        if head[0] != b"PK\3\4":
            raise _cut_off()
        packed = self._read(member.offset + _LOCAL.size + head[-2] + head[-1], member.packed)
        data = packed if member.method == _STORED else _inflated(packed, limit)
        if len(data) != member.size or zlib.crc32(data) != member.checksum:
            raise Unreadable("it was damaged: its checksum is wrong", "download it again")
        return data

    def _read(self, at: int, size: int) -> bytes:
        try:
            self._file.seek(at)
        except (ValueError, OverflowError, OSError) as error:
            raise _cut_off() from error
        data = self._file.read(size)
        if len(data) < size:
            raise _cut_off()
        return data

    def _find_list(self) -> tuple[int, int, int]:
        """Return where the list begins and ends, and by how much the zip is shifted."""
        length = self._file.seek(0, io.SEEK_END)
        reach = min(length, _LONGEST_COMMENT + _END.size)
        tail = self._read(length - reach, reach)
        found = tail.rfind(b"PK\5\6")
        if found < 0 or len(tail) - found < _END.size:
            raise _cut_off()
        end = length - len(tail) + found
        _, disk, first, _, count, size, offset, _ = _END.unpack(self._read(end, _END.size))
        self._promised = count
        if _FULL in (disk, count) or _FULL_64 in (size, offset):
            end, size, offset = self._find_wide_list(end)
        elif disk or first:
            raise Unreadable("it is one part of a divided zip", "join the parts and unpack them")
        start = end - size
        if start < 0 or start < offset:
            raise _cut_off()
        return start, end, start - offset

    def _find_wide_list(self, end: int) -> tuple[int, int, int]:
        """Follow the locator of a zip that has more files or bytes than the old form can count."""
        if end < _LOCATOR_64.size:
            raise _cut_off()
        signature, _, offset, _ = _LOCATOR_64.unpack(
            self._read(end - _LOCATOR_64.size, _LOCATOR_64.size)
        )
        if signature != b"PK\6\7":
            raise _cut_off()
        for at in (offset, end - _LOCATOR_64.size - _END_64.size):
            head = _END_64.unpack(self._read(at, _END_64.size)) if at >= 0 else (b"",)
            if head[0] == b"PK\6\6":
                self._promised = int(head[-3])
                return at, int(head[-2]), int(head[-1])
        raise _cut_off()


def too_large(limit: int) -> Unreadable:
    """Say that a file has more bytes than are read."""
    return Unreadable(
        f"it is larger than {limit >> 20} MB",
        "if it is a notebook, clear its outputs; if it is a zip, unpack it",
    )


def _cut_off() -> Unreadable:
    return Unreadable("the zip is cut off or damaged", "download it again")


def _inflated(packed: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, limit + 1)
    except zlib.error as error:
        raise Unreadable("it cannot be unpacked: it was damaged", "download it again") from error


def _wide(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Take sizes of 64 bits from the extra field, where those of 32 are full."""
    wide: list[int] = []
    while len(extra) >= 4:
        kind, length = struct.unpack("<2H", extra[:4])
        if kind == 1:
            whole = extra[4 : 4 + length]
            wide = [each for (each,) in struct.iter_unpack("<Q", whole[: len(whole) // 8 * 8])]
        extra = extra[4 + length :]
    fields = []
    for field in (size, packed, offset):
        fields.append(wide.pop(0) if field == _FULL_64 and wide else field)
    return fields[0], fields[1], fields[2]


def _decoded(name: bytes, flags: int) -> str:
    """Decode a name; some programs write UTF-8 without saying so."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("utf-8" if flags & _UTF8 else "cp437", errors="replace")
