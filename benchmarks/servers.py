"""A web server that compresses as a host of pages does, and remembers what it sent."""

from __future__ import annotations

import functools
import gzip
import mimetypes
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote, urlsplit

__all__ = ["Sent", "Server", "compressed", "serving"]

_LEVEL = 6
_TEXTS = ("text/", "application/javascript", "application/json", "application/wasm", "image/svg")


@dataclass(frozen=True)
class Sent:
    """One answer: the path that was asked for, the status, the bytes of the body as sent."""

    path: str
    status: int
    size: int


@dataclass
class Server:
    """A running server: its address, without a slash at the end, and its answers so far."""

    address: str
    sent: list[Sent] = field(default_factory=list)

    @property
    def failed(self) -> list[str]:
        """The paths for which it had nothing."""
        return [each.path for each in self.sent if each.status >= 400]


@functools.cache
def compressed(path: Path) -> tuple[str, bytes, bool]:
    """Return a file's type, its body as sent, and whether that is compressed."""
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    body = path.read_bytes()
    small = kind.startswith(_TEXTS)
    return kind, gzip.compress(body, _LEVEL) if small else body, small


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections stay open, as on the web
    disable_nagle_algorithm = True

    def __init__(
        self,
        *arguments: object,
        folder: Path,
        sent: list[Sent],
        policy: str,
        texts: Mapping[str, str],
    ) -> None:
        self.folder, self.sent, self.policy, self.texts = folder, sent, policy, texts
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send a text that stands for a file, a file of the folder, or 404."""
        path = unquote(urlsplit(self.path).path)
        if path in self.texts:
            kind = mimetypes.guess_type(path)[0] or "text/plain"
            return self._answer(path, 200, kind, self.texts[path].encode(), False)
        file = self.folder / path.lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        if file.is_file() and file.resolve().is_relative_to(self.folder):
            return self._answer(path, 200, *compressed(file))
        return self._answer(path, 404, "text/plain", b"not here", False)

    do_HEAD = do_GET

    def _answer(self, path: str, status: int, kind: str, body: bytes, small: bool) -> None:
        body = b"" if self.command == "HEAD" else body
        self.sent.append(Sent(path, status, len(body)))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")  # as GitHub Pages does
        if small:
            self.send_header("Content-Encoding", "gzip")
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a reader who left."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(
    folder: Path, policy: str = "", texts: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Server]:
    """Serve `folder` on this machine only, under a Content-Security-Policy if there is one.

    `texts` are sent for the files at these paths.
    """
    sent: list[Sent] = []
    handler = functools.partial(
        _Handler, folder=folder.resolve(), sent=sent, policy=policy, texts=texts
    )
    server = _Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Server(f"http://127.0.0.1:{server.server_port}", sent)
    finally:
        server.shutdown()
        server.server_close()
