"""Script of the engine's tests: what a form of questions makes of the drafts that it is given."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sourcework.assignments.definition import load_assignment
from sourcework.assignments.solutions import load_solution
from sourcework.authoring import own_assignments, question_widget
from sourcework.authoring.question_check import check
from sourcework.authoring.question_fields import kinds
from sourcework.editions.build import build
from sourcework.errors import DataError
from sourcework.scoring import score


class Page:
    """Speaks to a form as its page does."""

    def __init__(self, folder: str) -> None:
        form = question_widget.question_desk(folder)
        assert isinstance(form, question_widget.QuestionDesk)
        self.form, self.heard = form, []  # type: ignore[var-annotated]
        form.send = lambda content, _buffers=None: self.heard.append(content)  # type: ignore[method-assign]

    def ask(self, **content: Any) -> dict[str, Any]:
        """Ask what a page asks, and return the answer without its number."""
        self.form._handle_custom_msg(content | {"number": 7}, [])
        answer: dict[str, Any] = self.heard.pop()
        assert answer.pop("answers") == 7
        return answer


def of_files(asked: dict[str, Any]) -> Any:
    """Return of each question of assignments the faults of its draft, or why it has none."""
    own = own_assignments.OwnAssignments(Path("assignments"))
    offered = kinds()[0]
    by_name = {each["kind"]: each for each in offered}
    told = {}
    for name in asked["assignments"]:
        for record in own._list(name, "questions"):
            try:
                draft = own.draft(name, record["id"], offered)
            except DataError as error:
                told[record["id"]] = str(error)
                continue
            made = check(draft, by_name[draft["kind"]], record["id"])
            told[record["id"]] = [asdict(each) for each in made.faults]
    return told


def of_drafts(asked: dict[str, Any]) -> Any:
    """Write drafts one after the other through a form; return answers, files and full marks."""
    page = Page("mine")
    answers = [
        page.ask(do="save", work={"about": {"title": "Mine"}, "draft": each}, sure=False)
        if number == 0
        else page.ask(do="save", work={"assignment": "mine", "draft": each}, sure=False)
        for number, each in enumerate(asked["drafts"])
    ]
    assignment = load_assignment("mine/mine")
    solution = load_solution(assignment)
    rules = {name: item.rule() for name, item in solution.items.items()}
    return {
        "answers": answers,
        "full": {n: score(r, solution.items[n].full(r), 1) for n, r in rules.items()},
        "rules": rules,
        "points": assignment.points,
        "editions": [path.name for path in build(assignment, Path("out"))],
        "text": {p.name: p.read_text("utf-8") for p in Path("mine/mine").glob("*.yml")},
        "kept": Page("mine").form.work,
        "variants": page.ask(do="variants", assignment="mine", seed="s", count="2", sure=False),
    }


def of_messages(asked: dict[str, Any]) -> Any:
    """Send messages, and say after each which files there are."""
    page = Page("mine")
    told = []
    for message in asked["messages"]:
        for path, text in message.pop("write", {}).items():
            Path(path).write_text(text, encoding="utf-8")
        if message.pop("anew", False):
            page = Page("mine")
        answer = page.ask(**message)
        files = {p.as_posix(): p.read_text("utf-8") for p in Path("mine").rglob("*.yml")}
        told.append({"answer": answer, "files": files, "damage": page.form.data["damage"]})
    return told


if __name__ == "__main__":
    question, answer = map(Path, sys.argv[1:])
    read = json.loads(question.read_text(encoding="utf-8"))
    if read.get("grid"):
        import engine_grid  # noqa: F401 - the one line that loads the kind
    ways = {
        "files": of_files,
        "drafts": of_drafts,
        "messages": of_messages,
        "kinds": lambda _: kinds(),
    }
    answer.write_text(json.dumps(ways[read["do"]](read), ensure_ascii=False), encoding="utf-8")
