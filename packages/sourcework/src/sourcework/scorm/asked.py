"""What the page in a package asks, as JSON for the script that speaks to the platform."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from bs4 import BeautifulSoup, Tag

from ..assignments.definition import Assignment
from ..assignments.presentation import asked
from ..item_bank import load_items
from ..items.interactions import ResponseForm
from ..widgets.exercise import shown

__all__ = ["in_assignment", "in_chapter", "in_page"]

_FORMS = {
    ResponseForm.IDENTIFIER: "choice",
    ResponseForm.IDENTIFIERS: "choice",
    ResponseForm.ORDER: "sequencing",
    ResponseForm.PAIRS: "matching",
    ResponseForm.NUMBER: "numeric",
    ResponseForm.PERCENTAGE: "numeric",
    ResponseForm.TEXT: "text",
}
# What an answer has its words from, and what it is told by.
_FIELDS = ("id", "kind", "anchor", "digest", "points", "options", "targets", "unit", "passages")


def in_chapter(name: str, page: str, beside: Iterable[str]) -> dict[str, Any]:
    """Return what a built chapter asks: its questions, and its steps with what each needs.

    Parameters
    ----------
    page
        Its HTML.
    beside
        Names of the other pages of the package.
    """
    soup = BeautifulSoup(page, "html.parser")
    keys = [str(each["data-key"]) for each in soup.select("[data-key]")]
    deeper = {str(each["data-key"]) for each in soup.select(".deeper [data-key]")}
    items = load_items()
    questions = [
        _question(shown(items[key]), items[key].FORM, core=key not in deeper)
        | {"scored": items[key].scored, "points": items[key].points * items[key].scored}
        for key in dict.fromkeys(keys)
        if key in items
    ]
    return {
        "page": name,
        "steps": _steps(soup, deeper),
        "questions": questions,
        "keys": [key for key in dict.fromkeys(keys) if key not in items],
        "handIn": "",
        "pages": [name, *beside],
    }


def in_assignment(assignment: Assignment) -> dict[str, Any]:
    """Return what an assignment asks: no answer earns points before a person has the file."""
    hand_in = f"hand-in/{assignment.name}"
    return {
        "page": "",
        "steps": [],
        "questions": [
            _question(asked(assignment, each), each.form, core=True) | {"scored": False}
            for each in assignment.questions.values()
        ],
        "keys": [*assignment.widgets, hand_in],
        "handIn": hand_in,
        "pages": ["index"],
    }


def in_page(asks: dict[str, Any], edition: str, script: str) -> str:
    """Return what a page is given in its head: what it asks, and the script that tells of it."""
    text = json.dumps({"edition": edition, **asks}, ensure_ascii=False, separators=(",", ":"))
    data = text.replace("<", "\\u003c")
    return (
        f'<script type="application/json" id="scorm-package">{data}</script>'
        f'<script src="{script}"></script>'
    )


def _question(told: dict[str, Any], form: ResponseForm, *, core: bool) -> dict[str, Any]:
    fields = {name: told[name] for name in (*_FIELDS, "one") if told.get(name) is not None}
    return fields | {"form": _FORMS[form], "core": core}


def _steps(soup: BeautifulSoup, deeper: set[str]) -> list[dict[str, Any]]:
    """Return the steps as `widgets/steps.mjs` finds them, or the whole page as one."""
    heads = [head.parent for head in soup.select(".step-head") if head.parent]
    if not heads:
        keys = _asked(soup, deeper)
        return [{"anchor": "", "asked": keys}] if keys else []
    before = [
        each
        for each in heads[0].find_previous_siblings()
        if isinstance(each, Tag) and each.name != "h1"
    ]
    first = [key for each in reversed(before) for key in _asked(each, deeper)]
    return [
        {"anchor": str(section["id"]), "asked": first * (number == 0) + _asked(section, deeper)}
        for number, section in enumerate(heads)
    ]


def _asked(part: Tag, deeper: set[str]) -> list[str]:
    own = [part] if part.has_attr("data-key") else []
    keys = [str(each["data-key"]) for each in (*own, *part.select("[data-key]"))]
    return [key for key in dict.fromkeys(keys) if key not in deeper]
