"""Statements of xAPI: in them stand answers files that a package of cmi5 handed to its platform.

`widgets/scorm/cmi5.mjs` tells each piece of an answers file as a statement that a question was
answered. A record store gives statements as JSON: a list, or an object with the list in
`statements`, the newest first or last. A later file of a student stands in the place of an earlier.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from .scorm_reports import PIECE, HandedIn

__all__ = ["is_statements", "read_statements"]


def is_statements(data: bytes) -> bool:
    """Say whether a file has statements with pieces of answers files."""
    return any(True for _ in read_statements(data))


def read_statements(data: bytes) -> Iterator[HandedIn]:
    """Give for each student what was handed in last, in the order of names."""
    told: dict[tuple[str, str], list[tuple[str, Any]]] = defaultdict(list)
    for statement in _statements(data):
        try:
            piece = PIECE.fullmatch(str(statement["result"]["response"]))
            who, when = _who(statement["actor"]), str(statement["timestamp"])
        except (AttributeError, KeyError, TypeError):
            continue
        if piece and piece["count"] != "0":
            told[who].append((when, piece))
    called = Counter(name for name, _ in told)
    for name, known_as in sorted(told):
        ordered = [piece for _, piece in sorted(told[name, known_as], key=lambda each: each[0])]
        count = ordered[-1]["count"]
        last = {piece["number"]: piece for piece in ordered if piece["count"] == count}
        whole = f"{name} ({known_as})" if called[name] > 1 else name
        yield HandedIn(whole, 1, list(last.values()))


def _statements(data: bytes) -> list[dict[str, Any]]:
    try:
        read = json.loads(data)
    except ValueError:
        return []
    found = read.get("statements") if isinstance(read, dict) else read
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _who(actor: dict[str, Any]) -> tuple[str, str]:
    """Return the name of a student, and what else the platform knows him or her by."""
    account = actor.get("account") or {}
    mail = str(actor.get("mbox", "")).removeprefix("mailto:")
    known_as = str(account.get("name") or mail)
    return str(actor.get("name") or known_as or "without a name"), known_as
