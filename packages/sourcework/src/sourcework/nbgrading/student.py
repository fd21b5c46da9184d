"""One submission, from a checked notebook to its answers and points; nobody else's is near.

Every submission has a course directory of its own, with nobody in its gradebook but *student*, and
is graded by a process of its own. What becomes of it can be read from `result.json` in its folder.
"""

from __future__ import annotations

import json
import logging
import os
import re
import resource
import shutil
import sys
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..assignments.definition import Assignment
from ..assignments.solutions import Solution
from .answer_literals import MIME
from .course import STUDENT, autograde
from .notebook_feedback import page
from .sandbox import KERNEL, KernelLimits, prepare
from .source import SourceCell, cells

__all__ = ["Outcome", "Task", "grade_one", "lay_out", "read_outcome", "rules_of"]

_MEMORY = 4 << 30  # bytes of nbgrader's own process, which holds what a kernel puts out
_UNBORN = re.compile(  # in the words of jupyter_client, before the first cell
    r"Kernel died before replying to kernel_info|Kernel didn't respond in \d+ seconds"
)
_ERROR = re.compile(r"^[\w.]+(?:Error|Exception): .+", re.MULTILINE)


@dataclass(frozen=True)
class Task:
    """What a process is told to do.

    Attributes
    ----------
    folder
        That of the submission, as `lay_out` has made it.
    gradebook
        nbgrader's, as `lay_out` has taken it.
    rules
        By the id of a test cell `item` and `rule`.
    """

    name: str
    folder: Path
    rules: dict[str, Any]
    limits: KernelLimits
    gradebook: Path

    def lay_out_again(self) -> None:
        """Make the folder as it was before anything was run."""
        handed_in = (self.folder / "in" / f"{self.name}.ipynb").read_bytes()
        shutil.rmtree(self.folder)
        lay_out(self.name, self.folder, self.gradebook, handed_in)


@dataclass(frozen=True)
class Outcome:
    """What became of a notebook that was run.

    Attributes
    ----------
    scores
        By item, points, as nbgrader's gradebook has them.
    responses
        By item, the answers that were shown; without those that were not.
    errors
        By item the name of the error that ended its test or its answer.
    texts
        What extra cells put out, for the escape test.
    fault
        Why it could not be graded; empty if it could.
    unborn
        Whether its kernel died before it could be given anything to run.
    """

    scores: dict[str, float] = field(default_factory=dict)
    responses: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    fault: str = ""
    unborn: bool = False


def rules_of(assignment: Assignment, solution: Solution) -> dict[str, Any]:
    """Return by the id of each test cell its item and the rule by which that is scored."""
    tests = [cell for cell in cells(assignment) if cell.role == "test"]
    return {
        cell.id: {"item": cell.item, "rule": _rule(assignment, solution, cell)} for cell in tests
    }


def _rule(assignment: Assignment, solution: Solution, cell: SourceCell) -> Any:
    scored = assignment.questions[cell.item].scored
    return solution.items[cell.item].rule() if scored else None


def lay_out(name: str, folder: Path, gradebook: Path, notebook: bytes) -> None:
    """Make the folder of a submission, with what the student's code may see in a folder apart.

    Parameters
    ----------
    gradebook
        nbgrader's, with the assignment and without students.
    notebook
        What nbgrader is to run.
    """
    folder.mkdir(mode=0o711)
    course, handed_in = folder / "course", folder / "in"
    submitted = course / "submitted" / STUDENT / name
    submitted.mkdir(parents=True)
    course.chmod(0o700)
    (course / "source" / name).mkdir(parents=True)
    shutil.copy(gradebook, course / "gradebook.db")
    (submitted / f"{name}.ipynb").write_bytes(notebook)
    handed_in.mkdir(mode=0o755)
    (handed_in / f"{name}.ipynb").write_bytes(notebook)
    (handed_in / f"{name}.ipynb").chmod(0o644)


def grade_one(task: Task) -> None:
    """Grade a submission in this process, which is ended afterwards, and write what came of it."""
    os.setsid()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    with (task.folder / "log.txt").open("wb") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, force=True)
    try:
        outcome = _grade(task)
    except BaseException:
        traceback.print_exc()
        outcome = _failed(task.folder)
    text = json.dumps(asdict(outcome), ensure_ascii=False)
    part = task.folder / "result.part"
    part.write_text(text, encoding="utf-8")
    part.rename(task.folder / "result.json")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def read_outcome(folder: Path) -> Outcome | None:
    """Return what came of a submission, or None if its process ended before it could say."""
    path = folder / "result.json"
    return Outcome(**json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def _grade(task: Task) -> Outcome:
    sandbox = prepare(task.folder / "k", task.folder / "in", task.limits)
    os.environ["JUPYTER_PATH"] = str(sandbox.data)
    os.environ["JUPYTER_RUNTIME_DIR"] = str(sandbox.runtime)
    os.environ["JUPYTER_DATA_DIR"] = str(sandbox.data)
    os.environ["JUPYTER_NO_CONFIG"] = "1"
    course = task.folder / "course"
    path = autograde(task.name, course, task.rules, KERNEL, sandbox.sockets, task.limits.cell)
    content = json.loads(path.read_text(encoding="utf-8"))
    outcome = _read(content["cells"], task.rules)
    made = page(task.name, content["cells"], outcome.scores, task.rules)
    (task.folder / "feedback.html").write_text(made, encoding="utf-8", errors="replace")
    return outcome


def _read(found: list[dict[str, Any]], rules: dict[str, Any]) -> Outcome:
    """Take answers, points and errors out of the notebook that nbgrader has written."""
    outcome = Outcome()
    for cell in found:
        if cell["cell_type"] != "code":
            continue
        known = cell["metadata"].get("nbgrader", {})
        name = str(known.get("grade_id", ""))
        outputs = cell["outputs"]
        if name in rules:
            _read_test(outcome, rules[name], outputs)
            continue
        for output in outputs:
            if output["output_type"] == "error" and name.startswith("answer-"):
                item = rules["test-" + name.removeprefix("answer-")]["item"]
                outcome.errors[item] = _name_of(output)
            if output["output_type"] == "stream" and not name:
                outcome.texts.append("".join(output["text"]))
    return outcome


def _read_test(outcome: Outcome, rule: dict[str, Any], outputs: list[dict[str, Any]]) -> None:
    item = rule["item"]
    if rule["rule"]:
        outcome.scores[item] = 0.0
    for output in outputs:
        data = output.get("data", {})
        if output["output_type"] == "error":
            outcome.errors.setdefault(item, _name_of(output))
        elif output["output_type"] == "execute_result":
            outcome.scores[item] = float("".join(data["text/plain"]))
        elif MIME in data and data[MIME]["response"] is not None:
            outcome.responses[item] = data[MIME]["response"]


def _name_of(output: dict[str, Any]) -> str:
    return str(output.get("ename", ""))[:60]


def _failed(folder: Path) -> Outcome:
    log = (folder / "log.txt").read_text(encoding="utf-8", errors="replace")
    if _UNBORN.search(log):
        return Outcome(fault="its kernel did not start, nor did it when tried again", unborn=True)
    if "DeadKernelError" in log:
        return Outcome(fault="its code ended the kernel, or used more memory or time than it may")
    if "MemoryError" in log:
        return Outcome(fault="it puts out more than can be held")
    said = [line for line in _ERROR.findall(log) if "NbGraderException" not in line]
    more = f" ({said[-1][:200]})" if said else ""
    return Outcome(fault=f"nbgrader could not grade it{more}")
