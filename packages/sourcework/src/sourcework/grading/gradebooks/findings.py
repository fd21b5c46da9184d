"""Findings in the rows of a gradebook: counted, and the first of each kind named."""

from __future__ import annotations

from .books import plain

__all__ = ["Findings"]

_NAMED = 20


class Findings:
    """Counts what is found, a kind at a time; it remembers no more than twenty of each."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._named: dict[str, list[str]] = {}

    def add(self, kind: str, line: int, name: str, detail: str = "") -> None:
        """Count a row; `detail` says more of it."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        named = self._named.setdefault(kind, [])
        if len(named) < _NAMED:
            more = f": {plain(detail)}" if detail else ""
            named.append(f"line {line}, {plain(name) or 'without a name'}{more}")

    def notes(self) -> list[str]:
        """Return a sentence a kind."""
        return [self._note(kind, count) for kind, count in self._counts.items()]

    def _note(self, kind: str, count: int) -> str:
        named = self._named[kind]
        more = [f"and {count - len(named)} more"] if count > len(named) else []
        return f"{kind}: {count} ({'; '.join([*named, *more])})."
