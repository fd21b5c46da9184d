"""Learning platform of the tests: it shows a package in a frame and keeps what that tells it.

The runtime is scorm-again, which tests of the whole repository install; without it they are
skipped. It is no platform that anybody uses, and stricter than some.
"""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

__all__ = ["PLATFORM", "Platform", "platform"]

PLATFORM = Path(__file__).resolve().parents[3] / "tests/node_modules/scorm-again/dist"
_KINDS = {
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
_RUNTIMES = {
    "1.2": ("scorm12.min.js", "API", "Scorm12API"),
    "2004": ("scorm2004.min.js", "API_1484_11", "Scorm2004API"),
}
_PLAYER = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Platform</title>
<link rel="icon" href="data:,">
<style>html, body, iframe { block-size: 100%%; border: 0; inline-size: 100%%; margin: 0 }</style>
<script src="/runtime.js"></script>
<script>
const api = new %(runtime)s({ lmsCommitUrl: "/commit", autocommit: false, logLevel: 5 });
api.loadFromJSON(%(kept)s, "cmi");
window.%(name)s = api;
window.refused = [];
const set = api.%(set)s;
for (const name of ["%(set)s", "lmsSetValue"]) if (api[name]) api[name] = (element, value) => {
  const taken = set.call(api, element, value);
  if (String(taken) !== "true") window.refused.push([element, value]);
  return taken;
};
</script>
<iframe src="/package/%(launch)s" title="Package"></iframe></html>"""


@dataclass
class Platform:
    """What a platform has: a package, and of one learner what the package told."""

    edition: str
    package: bytes
    learner: str = "anna"
    kept: dict[str, Any] = field(default_factory=dict)
    address: str = ""

    @property
    def launch(self) -> str:
        """The page that the manifest has opened."""
        root = ElementTree.fromstring(self._file("imsmanifest.xml") or b"")
        resource = root.find(".//{*}resource")
        assert resource is not None
        return resource.attrib["href"]

    def interactions(self) -> list[dict[str, Any]]:
        """Return what the platform has of questions, in their order."""
        found = self.kept["cmi"].get("interactions", {})
        return list(found.values()) if isinstance(found, dict) else list(found)

    def answer(self, path: str) -> tuple[bytes, str] | None:
        """Return what is at an address, and of which kind it is."""
        if path == "/player.html":
            return self._player().encode(), _KINDS[".html"]
        if path == "/runtime.js":
            return (PLATFORM / _RUNTIMES[self.edition][0]).read_bytes(), _KINDS[".js"]
        found = self._file(path.removeprefix("/package/").split("?")[0])
        kind = _KINDS.get("." + path.split("?")[0].rpartition(".")[2], "application/octet-stream")
        return (found, kind) if found is not None else None

    def _file(self, name: str) -> bytes | None:
        with zipfile.ZipFile(io.BytesIO(self.package)) as archive:
            return archive.read(name) if name in archive.namelist() else None

    def _player(self) -> str:
        _, name, runtime = _RUNTIMES[self.edition]
        old = self.edition == "1.2"
        kept = json.loads(json.dumps(self.kept.get("cmi", {})))
        if old:
            core = kept.setdefault("core", {})
            core |= {"student_id": self.learner, "entry": "resume" if self.kept else "ab-initio"}
            for each in ("exit", "session_time"):
                core.pop(each, None)
        else:
            kept |= {"learner_id": self.learner, "entry": "resume" if self.kept else "ab-initio"}
            for each in ("exit", "session_time"):
                kept.pop(each, None)
        return _PLAYER % {
            "runtime": runtime,
            "name": name,
            "set": "LMSSetValue" if old else "SetValue",
            "kept": json.dumps(kept).replace("<", "\\u003c"),
            "launch": self.launch,
        }


@contextmanager
def platform(edition: str, package: bytes) -> Iterator[Platform]:
    """Run a platform that has this package."""
    own = Platform(edition, package)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(own.answer(self.path))

        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            own.kept = told
            self._say((b'{"result": "true", "errorCode": 0}', _KINDS[".json"]))

        def _say(self, answer: tuple[bytes, str] | None) -> None:
            self.send_response(200 if answer else 404)
            body, kind = answer or (b"", "text/plain")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    own.address = f"http://127.0.0.1:{server.server_port}/player.html"
    try:
        yield own
    finally:
        server.shutdown()
        server.server_close()
