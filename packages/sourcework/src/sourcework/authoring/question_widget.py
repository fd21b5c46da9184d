"""Question desk: the form with which a teacher writes a question in a notebook.

What stands in the form is sent here whenever it changes: it is kept, checked, and shown as a
student will see it. Files are written when she asks for it, and not before.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from ..assignments.definition import assignment_names
from ..checking import EXTRA, can_check
from ..display import in_book, render
from ..errors import DataError
from ..excerpts import load_excerpts
from ..item_bank import load_objectives
from ..paths import ASSIGNMENTS
from ..settings import settings
from ..typography import typeset
from ..widgets.exercise import LEVELS
from ..widgets.widget_base import QUESTION_STYLES, PageWidget, module, style
from .own_assignments import Begun, Doubt, OwnAssignments
from .question_check import LABELS, CheckedDraft, FieldFault, check
from .question_fields import KindOfQuestion, kinds

__all__ = ["QuestionDesk", "Unusable", "question_desk"]

_FOLDER = "my-assignments"
_BEGUN = {
    "title": "",
    "time": "Half an hour",
    "instructions": "Answer from the words of the passages.",
}
_ABOUT = {
    "title": "Title",
    "chapter": "Chapter",
    "time": "Time",
    "instructions": "Instructions",
}
_MOST_VARIANTS = 40
_PARTLY = (
    "Only a part of the check can be made here: an empty field is not found. "
    f"Where the book's source is, {EXTRA} brings the rest."
)


class QuestionDesk(PageWidget):
    """A teacher writes a question, sees it, and has it in an assignment of her own.

    Attributes
    ----------
    value
        A row for each fault that the check finds in what stands in the form: `field`, `fault`.
    """

    _esm = module("question_desk")
    _css = style(*QUESTION_STYLES, "question_desk")

    def __init__(self, folder: Path) -> None:
        self._own = OwnAssignments(folder)
        self._kinds = {each["kind"]: each for each in kinds()[0]}
        self._faults: tuple[FieldFault, ...] = ()
        work, damage = self._kept()
        super().__init__(key="question-desk", data=_data(folder) | {"damage": damage}, work=work)
        self.on_msg(self._hear)

    def _kept(self) -> tuple[dict[str, Any], str]:
        """Return what stood in the form last, and what is wrong with it."""
        try:
            return self._own.kept(), ""
        except (DataError, OSError) as error:
            return {}, str(error)

    def frame(self) -> pd.DataFrame:
        """Return what the check finds."""
        rows = [asdict(each) for each in self._faults]
        return pd.DataFrame(rows, columns=[each.name for each in fields(FieldFault)], dtype="str")

    def fallback(self) -> str:
        """Say where the form works."""
        return render("question_desk.html", data=self.data)

    def _hear(self, _widget: object, content: dict[str, Any], _buffers: list[Any]) -> None:
        """Do what the page asks, and answer each message with one of the same number."""
        answer: dict[str, Any] = {}
        try:
            match content:
                case {"do": "begin"}:
                    answer["assignments"] = list(self._own.overview())
                case {"do": "check", "work": dict(work)}:
                    answer |= self._check(work)
                case {"do": "save", "work": dict(work), "sure": bool(sure)}:
                    answer |= self._save(work, sure=sure)
                case {"do": "open", "assignment": str(name), "id": str(item)}:
                    answer["draft"] = self._own.draft(name, item, list(self._kinds.values()))
                case {"do": "variants", "assignment": str(name), "seed": str(seed), "count": count}:
                    answer |= self._variants(name, seed, count, sure=bool(content.get("sure")))
                case {"do": "files", "assignment": str(name)}:
                    answer["lines"] = self._own.editions(name)
                case _:
                    answer["fault"] = "This form and its Python do not fit; load the page again."
        except Doubt as doubt:
            answer["doubts"] = doubt.reasons
        except Exception as error:  # the form must hear of it, or it would wait for ever
            answer["fault"] = str(error) or type(error).__name__
        self.send({"answers": content.get("number"), **answer})

    def _check(self, work: dict[str, Any]) -> dict[str, Any]:
        """Keep what stands in the form, and say what is wrong with it."""
        told = self._told(work)
        self.work = work
        unkept = ""
        try:
            self._own.keep(work)
        except OSError as error:
            unkept = f"What you write is not kept on the disk ({error.strerror}): {error.filename}."
        self._faults = told.faults
        self._refresh()
        return {
            "faults": [asdict(each) for each in told.faults],
            "asked": told.checked.asked,
            "tried": told.checked.tried,
            "unkept": unkept,
        }

    def _told(self, work: dict[str, Any]) -> _Told:
        draft, name, begun = self._draft(work)
        kind = self._kinds[draft["kind"]]
        checked = check(draft, kind, self._id(draft, name, kind))
        return _Told(checked, name, begun, (*_wrong(begun, name, self._own), *checked.faults))

    def _draft(self, work: dict[str, Any]) -> tuple[dict[str, Any], str, Begun | None]:
        """Return the draft, the name of its assignment, and that assignment if it is a new one."""
        draft = dict(work.get("draft") or {})
        if draft.get("kind") not in self._kinds:
            draft["kind"] = next(iter(self._kinds))
        name = str(work.get("assignment") or "")
        if name in self._own.names():
            return draft, name, None
        about = _BEGUN | {"chapter": _chapters()[0]} | (work.get("about") or {})
        begun = Begun(**{each: str(about.get(each, "")).strip() for each in _ABOUT})
        return draft, self._own.name_for(begun.title), begun

    def _id(self, draft: dict[str, Any], name: str, kind: KindOfQuestion) -> str:
        """Return the id of a draft: its own, if it is of this assignment and kind, or the next."""
        own = str(draft.get("id") or "")
        if own.startswith(f"{name}/{kind['kind']}-"):
            return own
        return self._own.next_id(name or "question", kind["kind"])

    def _save(self, work: dict[str, Any], *, sure: bool) -> dict[str, Any]:
        answer, told = self._check(work), self._told(work)
        if told.faults:
            return answer
        files = self._own.write(told.name, told.begun, told.checked.made, sure=sure)
        item = told.checked.made.question["id"]
        kept = work | {"assignment": told.name, "draft": work["draft"] | {"id": item}}
        return self._check(kept) | {
            "saved": item,
            "name": told.name,
            "files": [str(path) for path in files],
            "assignments": list(self._own.overview()),
        }

    def _variants(self, name: str, seed: str, count: Any, *, sure: bool) -> dict[str, Any]:
        number = int(count) if str(count).isdecimal() else 0
        if not seed.strip():
            return {"fault": "Secret word: it is empty; write a word that nobody guesses."}
        if not 0 < number <= _MOST_VARIANTS:
            return {
                "fault": f"How many: {count} is no number from 1 to {_MOST_VARIANTS}; change it."
            }
        return {"lines": self._own.variants(name, seed.strip(), number, sure=sure)}


@dataclass(frozen=True)
class _Told:
    checked: CheckedDraft
    name: str
    begun: Begun | None
    faults: tuple[FieldFault, ...]


def _wrong(begun: Begun | None, name: str, own: OwnAssignments) -> list[FieldFault]:
    """Find what is wrong with an assignment that is to be begun."""
    if begun is None:
        return []
    empty = [each for each in _ABOUT if not getattr(begun, each)]
    found = [
        FieldFault(f"about.{each}", f"{_ABOUT[each]}: it is empty; write something.")
        for each in empty
    ]
    if name and own.taken(name):
        told = f"{_ABOUT['title']}: {own.taken(name)}; take another title."
        found.append(FieldFault("about.title", told))
    return found


@dataclass(frozen=True)
class Unusable:
    """The form where there is no Python, in the built book: what it is, and where it works."""

    data: dict[str, Any]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        html = render("question_desk.html", data=self.data)
        return {"text/html": html, "text/plain": f"<{escape(self.data['title'])}>"}


def question_desk(folder: str | Path = _FOLDER) -> QuestionDesk | Unusable:
    """Show the form.

    Parameters
    ----------
    folder
        Where her assignments are, and what she has begun; made when something is to be kept.
    """
    if in_book():  # a page has nobody's drafts in it, and no script of a form that cannot work
        return Unusable({"title": _TITLE, "kinds": kinds()[0]})
    return QuestionDesk(Path(folder).absolute())


_TITLE = "Write a question"


def _chapters() -> list[str]:
    return [each.title for each in settings().chapters.values()] or [settings().title]


def _data(folder: Path) -> dict[str, Any]:
    offered, others = kinds()
    about = _BEGUN | {"chapter": _chapters()[0]}
    return {
        "title": _TITLE,
        "folder": folder.name,
        "place": str(folder),
        "partly": "" if can_check() else _PARTLY,
        "kinds": offered,
        "others": others,
        "labels": LABELS,
        "objectives": [[name, typeset(text)] for name, text in load_objectives().items()],
        "levels": [[str(level), words] for level, words in LEVELS.items()],
        "chapters": [[each, each] for each in _chapters()],
        "about": [[each, label, about[each]] for each, label in _ABOUT.items()],
        "bank": [
            each for each in assignment_names() if (ASSIGNMENTS / each / "keys.yml").is_file()
        ],
        "excerpts": [
            {
                "id": name,
                "title": typeset(each.title),
                "line": each.passages[0].line,
                "text": each.reading,
            }
            for name, each in load_excerpts().items()
            if not each.furniture
        ],
    }
