"""A copy of the built book on a server that can change, count, stop and come back."""

from __future__ import annotations

import functools
import gzip
import shutil
import threading
from collections import Counter
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page

from sourcework.sphinx import offline

NAME = "stalin-versus-lenin"  # under which it is published, beside other things on the same host


class Site:
    """A copy of a book, served under a path of its own, compressed as on the web."""

    def __init__(self, built: Path, folder: Path) -> None:
        self.pristine, self.book = built, folder / NAME
        self.asked: Counter[str] = Counter()
        self.broken: set[str] = set()  # what the line breaks at
        self.clean = False  # whether pages are known without their ending, and led to there
        self.policy = ""
        self.types: dict[str, str] = {}  # what files are called, for what they are
        self.headers: dict[str, str] = {}  # what is sent with every file besides
        self.port = 0
        shutil.copytree(built, self.book)
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/{NAME}"

    def start(self) -> None:
        handler = functools.partial(_Handler, site=self)
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def publish(self, edition: str) -> None:
        """Put an edition on the server, of which every page, style and script says which it is."""
        for name in offline.edition(self.pristine):
            path = self.book / unquote(name)
            text = stamped(self.pristine / unquote(name), edition)
            if text:
                path.write_text(text, encoding="utf-8")
        offline.write_worker(self.book, offline.edition(self.book))


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, *arguments: object, site: Site) -> None:
        self.site = site
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        inside = path.removeprefix(f"/{NAME}/")
        self.site.asked[inside] += 1
        if inside in self.site.broken:
            self.close_connection = True
            return
        file = self.site.book / inside
        if self.site.clean and inside.endswith(".html"):
            return self._lead(path.removesuffix(".html"))
        if self.site.clean and not file.exists():
            file = file.with_suffix(".html")
        if file.is_dir() and not path.endswith("/"):
            return self._lead(f"{path}/")
        file = file / "index.html" if file.is_dir() else file
        if path != inside and file.is_file():
            kind = guess_type(file.name)[0] or "text/plain"
            called = {} if inside == "sw.js" else self.site.types
            self._send(200, file.read_bytes(), called.get(file.suffix, kind))
        else:
            self._send(404, b"<title>Not here</title>", "text/html")

    def _lead(self, path: str) -> None:
        self.send_response(301)
        self.send_header("Location", path)
        self.end_headers()

    def _send(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        for name, value in self.site.headers.items():
            self.send_header(name, value)
        if self.site.policy:
            self.send_header("Content-Security-Policy", self.site.policy)
        self.end_headers()
        with suppress(ConnectionError):  # a page that was left in the midst of loading
            self.wfile.write(_packed(content))

    def log_message(self, *_: object) -> None:
        pass


@functools.lru_cache(maxsize=2048)
def _packed(content: bytes) -> bytes:
    return gzip.compress(content, 1)


def stamped(path: Path, edition: str) -> str:
    """Return the text of a file with the name of its edition, or nothing for other kinds."""
    if path.suffix not in (".html", ".css", ".js"):
        return ""
    text = path.read_text(encoding="utf-8")
    match path.suffix:
        case ".html":
            return text.replace("<html", f'<html data-edition="{edition}"', 1)
        case ".css":
            return f"{text}\n:root {{ --edition: {edition}; }}\n"
    return f'{text}\n;(globalThis.editions ??= {{}})["{path.name}"] = "{edition}";\n'


def editions(page: Page) -> set[str]:
    """Return of which editions are the page, all its styles and all its scripts so far."""
    found: set[str] = set(page.evaluate(SEEN))
    return found


SEEN = """() => [
    document.documentElement.dataset.edition ?? "unnamed",
    ...Object.values(globalThis.editions ?? {}),
    ...[...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
        .map((rule) => rule.style?.getPropertyValue("--edition").trim()).filter(Boolean),
]"""
