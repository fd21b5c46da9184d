"""A course directory of nbgrader: its configuration, and what nbgrader is asked to do in it.

nbgrader is imported when it is needed, and not before.
"""

from __future__ import annotations

import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..assignments.definition import Assignment
from ..files import write_atomically
from ..grading.reports.problems import Stopped
from .source import CODE_STUB, TEXT_STUB, SourceSolutions, notebook

if TYPE_CHECKING:
    from traitlets.config import Config

__all__ = ["STUDENT", "autograde", "generate", "have_nbgrader", "write_course"]

STUDENT = "student"  # who has a course directory alone; names of persons never get to nbgrader
_CONFIG = """# Written by `sourcework nbgrade source`. `sourcework` must be installed.
c = get_config()
c.CourseDirectory.course_id = {course!r}
c.ClearSolutions.code_stub = {{"python": {code!r}}}
c.ClearSolutions.text_stub = {text!r}
c.LimitOutput.max_lines = 200
"""


def have_nbgrader() -> None:
    """Make sure that nbgrader is there.

    Raises
    ------
    Stopped
        If it is not, with what to type.
    """
    if find_spec("nbgrader") is None:
        cure = "python -m pip install -r requirements-grading.txt"
        raise Stopped(f"nbgrader is not installed; type: {cure}")


def write_course(assignment: Assignment, key: SourceSolutions, root: Path) -> Path:
    """Write configuration and source notebook; return the notebook's path."""
    path = root / "source" / assignment.name / f"{assignment.name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(notebook(assignment, key), ensure_ascii=False, indent=1) + "\n"
    write_atomically(path, text.encode())
    config = _CONFIG.format(course=assignment.name, code=CODE_STUB, text=TEXT_STUB)
    write_atomically(root / "nbgrader_config.py", config.encode())
    return path


def generate(name: str, root: Path) -> Path:
    """Have nbgrader make the release and the gradebook; return the released notebook's path."""
    from nbgrader.converters import GenerateAssignment

    config = _config(name, root)
    config.ClearSolutions.code_stub = {"python": CODE_STUB}
    config.ClearSolutions.text_stub = TEXT_STUB
    _start(GenerateAssignment, config)
    return root / "release" / name / f"{name}.ipynb"


def autograde(
    name: str, root: Path, rules: dict[str, Any], kernel: str, sockets: Path, seconds: int
) -> Path:
    """Have nbgrader run and grade the one submission; return the notebook that was run.

    Parameters
    ----------
    rules
        As `key_isolation.Outside` has them.
    kernel
        Name of the kernelspec.
    sockets
        The folder in which the kernel makes its sockets.
    seconds
        What a cell may take.
    """
    from nbgrader.converters import Autograde
    from nbgrader.preprocessors import Execute

    from .key_isolation import Outside

    config = _config(name, root)
    config.Outside.rules = rules
    config.Outside.kernel_name = kernel
    config.Outside.timeout = seconds
    config.Outside.iopub_timeout = max(30, seconds)
    config.Outside.startup_timeout = max(60, seconds)
    config.Outside.store_widget_state = False
    config.KernelManager.transport = "ipc"
    config.KernelManager.ip = str(sockets / "k")
    config.LimitOutput.max_lines = 200
    known = Autograde.autograde_preprocessors.default_args[0]
    config.Autograde.autograde_preprocessors = [
        Outside if each is Execute else each for each in known
    ]
    _start(Autograde, config)
    return root / "autograded" / STUDENT / name / f"{name}.ipynb"


def _config(name: str, root: Path) -> Config:
    from traitlets.config import Config

    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.assignment_id = name
    config.CourseDirectory.course_id = name
    return config


def _start(kind: Any, config: Config) -> None:
    from nbgrader.coursedir import CourseDirectory

    # For a new gradebook nbgrader looks in the path for `alembic`, which lies beside Python.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    kind(coursedir=CourseDirectory(config=config), config=config).start()
