"""Commands that make pages: a book is checked and built, once or on every save, and measured."""

from __future__ import annotations

import argparse
import functools
import os
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from ..paths import ROOT
from .build_lock import NOT_HELD, alone

__all__ = ["add_parser"]

_WATCHED = ("assignments", "book", "seeds", "_config.yml", "_toc.yml", "sourcework.yml")
_NOT_INSTALLED = (
    "{what} is not installed here, so nothing can be built; install it: "
    'pip install "sourcework[build]"'
)


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    build = commands.add_parser("build", help="check the book and build it: _build/html")
    build.add_argument("--out", type=Path, help="where _build is to lie (default: the book)")
    build.set_defaults(run=_build)
    serve = commands.add_parser("serve", help="build on every save, and serve the pages here")
    serve.add_argument("--port", type=int, default=8000, help="of http://127.0.0.1 (default: 8000)")
    serve.set_defaults(run=_serve)
    words = "print steps, minutes and words of each built page that asks something"
    steps = commands.add_parser("steps", help=words)
    steps.set_defaults(run=_steps)


def _build(options: argparse.Namespace) -> int:
    from ..validation import audit  # which only who builds a book can run
    from .checked_records import write_record_files

    faults = audit()
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        write_record_files()
    place = (options.out or ROOT).resolve()
    code = 1 if faults else _make_pages(place)
    if not code:
        print(f"The book is built. Open {(place / '_build/html/index.html').as_uri()}")
    return code


def _steps(_options: argparse.Namespace) -> int:
    from .measured_pages import measured_pages  # which only who builds a book can run

    print(measured_pages(ROOT))
    return 0


def _make_pages(place: Path, **variables: str) -> int:
    try:
        import jupyter_book  # noqa: F401
    except ImportError:
        print(_NOT_INSTALLED.format(what="jupyter-book"), file=sys.stderr)
        return 1
    program = "from jupyter_book.cli.main import main; main()"
    words = ["build", str(ROOT), "--warningiserror", "--keep-going", "--path-output", str(place)]
    held = place / "_build/.building"
    try:
        with alone(held) as file:
            handed = [] if sys.platform == "win32" else [file.fileno()]
            command = [sys.executable, "-c", program, *words]
            environment = os.environ | variables
            done = subprocess.run(command, env=environment, check=False, pass_fds=handed)
    except OSError as error:
        print(NOT_HELD.format(path=held, reason=error.strerror or error), file=sys.stderr)
        return 1
    return done.returncode


def _serve(options: argparse.Namespace) -> int:
    try:
        from watchfiles import watch
    except ImportError:
        print(_NOT_INSTALLED.format(what="watchfiles"), file=sys.stderr)
        return 1
    place = ROOT / "_build/html"
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(place))
    server = ThreadingHTTPServer(("127.0.0.1", options.port), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{options.port}/ shows the book, built anew on every save.", flush=True)
    try:
        _build_again()
        for _ in watch(*(ROOT / name for name in _WATCHED if (ROOT / name).exists())):
            _build_again()
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
    return 0


def _build_again() -> None:
    """Check and build in a process of their own, since data are read once in each."""
    command = [sys.executable, "-m", "sourcework", "build"]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"OFFLINE": "0"}, check=False)
