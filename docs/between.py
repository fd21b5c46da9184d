"""Text that code writes into a page that people write: between two comments."""

from __future__ import annotations

from pathlib import Path

from sourcework.files import write_atomically

__all__ = ["put_between"]


def put_between(page: Path, begin: str, end: str, text: str) -> None:
    """Replace what stands in `page` between the lines `begin` and `end`."""
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise SystemExit(f"{page}: no lines {begin.strip()} and {end.strip()}; put both back")
    write_atomically(page, (before + begin + text + end + after).encode("utf-8"))
