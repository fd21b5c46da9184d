"""Web servers for tests, which say nothing, since a test's own output matters."""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class _Handler(SimpleHTTPRequestHandler):
    """Serve a folder, under a Content-Security-Policy if there is one, with an idle worker.

    A test must see what its server sends; `test_offline.py` sees what the worker keeps.
    """

    def __init__(self, *arguments: object, policy: str, head: str, **options: object) -> None:
        self.policy, self.head = policy, head
        super().__init__(*arguments, **options)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path.endswith("/sw.js"):
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript")
            self.end_headers()
            self.wfile.write(b"// keeps nothing\n")  # WebKit takes an empty one for a new edition
        elif self.head and self.path.endswith(".html"):
            self._send_with_head(Path(self.translate_path(self.path)))
        else:
            super().do_GET()

    def _send_with_head(self, page: Path) -> None:
        text = page.read_text(encoding="utf-8").replace("<head>", f"<head>{self.head}", 1)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(text.encode())

    def end_headers(self) -> None:
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say what went wrong, but not that a browser has left."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serving(folder: Path, policy: str = "", head: str = "") -> Iterator[str]:
    """Serve `folder` and give the address, without a slash at the end.

    `head` is markup that every page gets, before all else that it has.
    """
    handler = functools.partial(_Handler, directory=str(folder), policy=policy, head=head)
    server = _Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
