"""A host of pages as they are on the web: it compresses, it lets browsers keep, it remembers."""

from __future__ import annotations

import functools
import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

_SMALLER = ("text/", "application/javascript", "application/json", "application/wasm", "image/svg")


@dataclass
class Host:
    """A running host: its address, without a slash at the end, and what it answered so far."""

    address: str
    sent: list[tuple[str, int, int]] = field(default_factory=list)  # path, status, bytes

    @property
    def failed(self) -> list[str]:
        """The paths for which it had nothing."""
        return [path for path, status, _ in self.sent if status >= 400]


@functools.cache
def _body(path: Path) -> tuple[str, bytes, bool]:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    smaller = kind.startswith(_SMALLER)
    content = path.read_bytes()
    return kind, gzip.compress(content, 6) if smaller else content, smaller


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, folder: Path, host: list[tuple[str, int, int]]) -> None:
        self.folder, self.sent = folder, host
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = self.folder / path.lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        status = 200 if file.is_file() else 404
        kind, body, smaller = _body(file) if status == 200 else ("text/plain", b"not here", False)
        body = b"" if self.command == "HEAD" else body
        self.sent.append((path, status, len(body)))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if smaller:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hosting(folder: Path) -> Iterator[Host]:
    """Serve `folder` on this machine only."""
    sent: list[tuple[str, int, int]] = []
    handler = functools.partial(_Handler, folder=folder, host=sent)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Host(f"http://127.0.0.1:{server.server_port}", sent)
    finally:
        server.shutdown()
        server.server_close()
