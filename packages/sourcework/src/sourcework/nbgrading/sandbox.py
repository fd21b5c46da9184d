"""The sandbox in which a student's kernel runs: bubblewrap, with limits of its own.

The process sees the system and Python, read-only, the package with its tables, what the student
handed in, and nothing else; neither the network nor other processes. It speaks with nbgrader
through sockets in a folder that holds nothing but them. Where bubblewrap cannot be used nothing is
run.

Every sandbox has a user namespace of its own, so that neither processes nor keys are counted or
kept together with those of another. Root has first to lay out what an ordinary user could not
reach; then the process becomes nobody, since a limit on processes does not bind root, and shuts
itself in as an ordinary user does.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..grading.reports.problems import Stopped
from ..paths import ASSIGNMENTS, BOOK, ROOT, SEEDS
from ..settings import FILE
from . import launcher

__all__ = ["HOME", "KERNEL", "LIMITS", "KernelLimits", "Sandbox", "check_bubblewrap", "prepare"]

KERNEL = "dossier-sandbox"
HOME = "/home/student"
_NOBODY = 65534
_APART = ("--unshare-user", "--unshare-all", "--disable-userns")
_SHUT_IN = ("--die-with-parent", "--new-session", "--hostname", "sandbox")
_OLDEST = (0, 8)  # `--size` and `--disable-userns`
_LINKED = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
_ETC = ("alternatives", "fonts", "ld.so.cache", "localtime")
_PACKAGE = Path(__file__).resolve().parents[1]
_FORMER = _PACKAGE.with_name("dossier")  # what notebooks of earlier editions import


@dataclass(frozen=True)
class KernelLimits:
    """What a student's kernel may use.

    Attributes
    ----------
    memory
        Bytes of address space of one process.
    cpu
        Seconds of processor time of one process.
    file, folder
        Bytes of one file, and of all files in a folder for them.
    processes
        Processes and threads.
    cell, whole
        Seconds by the clock of one cell, and of a notebook.
    """

    memory: int = 3 << 30
    cpu: int = 120
    file: int = 10 << 20
    folder: int = 128 << 20
    processes: int = 96
    cell: int = 30
    whole: int = 300


LIMITS = KernelLimits()


@dataclass(frozen=True)
class Sandbox:
    """A sandbox that is ready for one kernel.

    Attributes
    ----------
    data
        A folder for `JUPYTER_PATH`, with the kernelspec.
    runtime
        A folder for `JUPYTER_RUNTIME_DIR`, in which the connection file will lie.
    sockets
        The folder of the sockets, the one place outside that the process can write to.
    """

    data: Path
    runtime: Path
    sockets: Path


def check_bubblewrap() -> str:
    """Return bubblewrap's version.

    Raises
    ------
    Stopped
        If it is not there, too old, or not allowed to make a sandbox; there is no other way.
    """
    found = shutil.which("bwrap")
    if not found or not sys.platform.startswith("linux"):
        cure = "on Debian and Ubuntu: apt install bubblewrap; elsewhere grade on a Linux machine"
        raise Stopped(
            f"bubblewrap (bwrap) is not installed, and no notebook is run without; {cure}."
        )
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"(\d+)\.(\d+)(?:\.\d+)?", told)
    if not version or (int(version[1]), int(version[2])) < _OLDEST:
        raise Stopped(f"{told.strip() or found} is too old; version 0.8 or newer is needed.")
    trial = [*_begin(found), "--ro-bind", "/", "/", "--dev-bind", "/proc", "/proc", "--"]
    trial += [*_as_nobody(found), "true"]
    tried = subprocess.run(trial, capture_output=True, text=True, check=False)
    if tried.returncode:
        said = tried.stderr.strip() or f"exit status {tried.returncode}"
        cure = "allow user namespaces for it (docs/nbgrader.md says how), or grade elsewhere"
        raise Stopped(f"bubblewrap may not make a sandbox here ({said}); {cure}.")
    return version[0]


def prepare(
    folder: Path,
    handed_in: Path,
    limits: KernelLimits = LIMITS,
    program: Sequence[str] = ("-m", "ipykernel_launcher"),
) -> Sandbox:
    """Make everything ready for one kernel.

    Parameters
    ----------
    folder
        A short path: a socket's path has at most 107 characters.
    handed_in
        The folder whose files the student handed in.
    program
        What Python runs.
    """
    sandbox = Sandbox(folder / "data", folder / "run", folder / "s")
    for each in (sandbox.data, sandbox.runtime, sandbox.sockets):
        each.mkdir(parents=True)
    if os.geteuid() == 0:
        os.chown(sandbox.sockets, _NOBODY, _NOBODY)
    sandbox.sockets.chmod(0o700)
    plan = {
        "sandbox": _words(handed_in, sandbox.sockets, limits),
        "limits": _limits(limits),
        "python": [sys.executable, *program],
    }
    path = folder / "plan.json"
    path.write_text(json.dumps(plan), encoding="utf-8")
    spec = {
        "argv": [sys.executable, "-I", launcher.__file__, str(path), "{connection_file}"],
        "display_name": "Python 3, shut in",
        "language": "python",
        "interrupt_mode": "message",  # signals do not get in
    }
    kernel = sandbox.data / "kernels" / KERNEL / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(json.dumps(spec), encoding="utf-8")
    return sandbox


def _begin(bwrap: str) -> list[str]:
    """Return how the sandbox begins: for root without what keeps it apart, which comes later."""
    if os.geteuid():
        return [bwrap, *_APART, *_SHUT_IN]
    needed = [("--cap-add", f"CAP_{each}") for each in ("SETUID", "SETGID", "SETPCAP")]
    # With these numbers of its own all that it starts ends with it, whoever that has become.
    begun = [bwrap, "--unshare-pid", "--die-with-parent"]
    return [*begun, *(word for pair in needed for word in pair)]


def _as_nobody(bwrap: str) -> list[str]:
    """Return how root goes on within what it has laid out: as nobody, in namespaces of its own."""
    if os.geteuid():
        return []
    ids = [f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"]
    words = ["setpriv", *ids, "--inh-caps=-all", "--bounding-set=-all", "--"]
    return [*words, bwrap, *_APART, *_SHUT_IN, "--bind", "/", "/", "--proc", "/proc", "--"]


def _words(handed_in: Path, sockets: Path, limits: KernelLimits) -> list[str]:
    """Return the command that makes the sandbox, up to what is added last."""
    words = [*_begin(_bwrap()), "--clearenv"]
    for name, value in _environment().items():
        words += ["--setenv", name, value]
    # Root's is replaced when the process is nobody: a new one is given to who sees a whole one.
    proc = ["--proc", "/proc"] if os.geteuid() else ["--dev-bind", "/proc", "/proc"]
    words += [*_system(), *proc, "--dev", "/dev"]
    for place in ("/dev/shm", "/tmp", HOME):
        words += ["--perms", "1777", "--size", str(limits.folder), "--tmpfs", place]
    for path in _readable():
        words += [*_way_to(path), "--ro-bind", str(path), str(path)]
    for path in _masked():
        words += ["--perms", "0000", "--tmpfs", str(path), "--remount-ro", str(path)]
    for file in sorted(handed_in.iterdir()):
        words += ["--ro-bind", str(file), f"{HOME}/{file.name}"]
    words += [*_fonts(), *_way_to(sockets), "--bind", str(sockets), str(sockets)]
    return [*words, "--remount-ro", "/dev", "--chdir", HOME]


def _bwrap() -> str:
    return shutil.which("bwrap") or "bwrap"


def _environment() -> dict[str, str]:
    libraries = os.environ.get("LD_LIBRARY_PATH")  # some Pythons find their own library by it
    return ({"LD_LIBRARY_PATH": libraries} if libraries else {}) | {
        "HOME": HOME,
        "USER": "student",
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(_PACKAGE.parent),
        "BOOK_FOLDER": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "IPYTHONDIR": "/tmp/ipython",
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "MALLOC_ARENA_MAX": "2",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def _system() -> Iterator[str]:
    yield from ("--ro-bind", "/usr", "/usr")
    for name in _LINKED:
        path = Path("/", name)
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
        elif path.is_dir():
            yield from ("--ro-bind", str(path), str(path))
    yield from ("--perms", "0755", "--dir", "/etc")
    for name in _ETC:
        yield from ("--ro-bind-try", f"/etc/{name}", f"/etc/{name}")


def _readable() -> list[Path]:
    """Return what Python and the package need, those above before those within."""
    package = [each for each in (_PACKAGE, _FORMER, BOOK, SEEDS, ROOT / FILE) if each.exists()]
    python = [Path(each) for each in (sys.prefix, sys.exec_prefix, sys.base_prefix)]
    python.append(Path(sys.executable).resolve().parents[1])
    # An environment can be made of links to another one.
    links = [each for each in Path(sys.prefix).iterdir() if each.is_symlink() and each.exists()]
    wanted = {*package, *python, *(each.resolve() for each in (*python, *links))}
    for each in wanted:
        if each in (Path("/"), Path.home()):
            cure = "install Python into a virtual environment in a folder of its own"
            raise Stopped(f"Python lies in {each}, which a student's code must not see; {cure}.")
    wanted = {each for each in wanted if not each.is_relative_to("/usr")}
    return sorted(e for e in wanted if not any(above in wanted for above in e.parents))


def _way_to(path: Path) -> Iterator[str]:
    """Make the folders above a path, which bubblewrap by itself makes for their owner alone."""
    for above in reversed(path.parents[:-1]):
        yield from ("--perms", "0755", "--dir", str(above))


def _masked() -> list[Path]:
    """Return folders with keys that lie within what can be read."""
    inside = any(ASSIGNMENTS.is_relative_to(each) for each in _readable())
    return [ASSIGNMENTS] if inside and ASSIGNMENTS.is_dir() else []


def _fonts() -> Iterator[str]:
    """Hand over Matplotlib's list of fonts, which takes seconds to make, if it is there."""
    try:
        import matplotlib as mpl
    except ModuleNotFoundError:
        return
    yield from ("--perms", "1777", "--dir", "/tmp/matplotlib")
    for path in sorted(Path(mpl.get_cachedir()).glob("fontlist-*.json")):
        yield from ("--ro-bind", str(path), f"/tmp/matplotlib/{path.name}")


def _limits(limits: KernelLimits) -> list[str]:
    return [
        *_as_nobody(_bwrap()),
        "prlimit",
        f"--as={limits.memory}",
        f"--cpu={limits.cpu}",
        f"--fsize={limits.file}",
        f"--nproc={limits.processes}",
        "--nofile=1024",
        "--core=0",
        "--",
    ]
