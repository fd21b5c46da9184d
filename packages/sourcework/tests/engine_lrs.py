"""Learning platform of the tests that launches cmi5: it serves a package and keeps what it is told.

It is reached at another address than the package, as most are, and holds what it is told to the
rules of cmi5: `faults` has what breaks them.
"""

from __future__ import annotations

import io
import json
import threading
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree

__all__ = ["Lrs", "launching"]

_KINDS = {"html": "text/html; charset=utf-8", "css": "text/css", "svg": "image/svg+xml"}
_KINDS |= {"js": "text/javascript; charset=utf-8", "json": "application/json"}
_VERBS = "http://adlnet.gov/expapi/verbs/"
_CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
_MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon"
_SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
_ACTIVITY = "https://platform.example/units/7"


@dataclass
class Lrs:
    """What a platform has of a registration: a package, statements and documents.

    Attributes
    ----------
    mode, mastery, back
        What it launches with.
    refuses
        Whether it takes no statement for now.
    """

    package: bytes
    learner: str = "anna"
    mode: str = "Normal"
    mastery: float | None = None
    back: str = ""
    refuses: bool = False
    statements: list[dict[str, Any]] = field(default_factory=list)
    states: dict[str, bytes] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    content: str = ""
    address: str = ""
    registration: str = field(default_factory=lambda: str(uuid.uuid4()))
    session: str = ""
    _tokens: list[str] = field(default_factory=list)
    _preferred: bool = False

    def launch(self) -> str:
        """Begin a session; return the address that opens it."""
        self.session, self._preferred = str(uuid.uuid4()), False
        self._tokens = ["secret"]
        grouping = [{"id": self.structure().find("{*}au").attrib["id"]}]  # type: ignore[union-attr]
        about: dict[str, Any] = {
            "contextTemplate": {
                "contextActivities": {"grouping": grouping},
                "extensions": {_SESSION: self.session},
            },
            "launchMode": self.mode,
            "moveOn": "Completed",
        }
        about |= {"masteryScore": self.mastery} if self.mastery is not None else {}
        about |= {"returnURL": self.back} if self.back else {}
        self.states["LMS.LaunchData"] = json.dumps(about).encode()
        query = {
            "activityId": _ACTIVITY,
            "registration": self.registration,
            "actor": json.dumps(self.actor()),
            "fetch": f"{self.address}/token",
            "endpoint": f"{self.address}/xapi",
        }
        url = self.structure().findtext("{*}au/{*}url")
        return f"{self.content}/{url}?{urlencode(query)}"

    def actor(self) -> dict[str, Any]:
        account = {"homePage": "https://platform.example", "name": self.learner}
        return {"objectType": "Agent", "account": account}

    def structure(self) -> ElementTree.Element:
        return ElementTree.fromstring(self.file("cmi5.xml") or b"")

    def file(self, name: str) -> bytes | None:
        with zipfile.ZipFile(io.BytesIO(self.package)) as archive:
            return archive.read(name) if name in archive.namelist() else None

    def said(self, verb: str, session: str = "") -> list[dict[str, Any]]:
        """Return the statements of a verb, in their order."""
        found = [each for each in self.statements if each["verb"]["id"] == _VERBS + verb]
        return [each for each in found if not session or _session(each) == session]

    def answer(self, method: str, path: str, headers: Any, body: bytes) -> tuple[int, bytes]:
        """Answer a request of xAPI, or of the one who asks for the token."""
        at = urlsplit(path)
        if (method, at.path) == ("POST", "/token"):
            token = self._tokens.pop() if self._tokens else ""
            told = {"auth-token": token} if token else {"error-code": "1", "error-text": "used"}
            return 200, json.dumps(told).encode()
        asked = {name: values[0] for name, values in parse_qs(at.query).items()}
        if headers.get("Authorization") != "Basic secret":
            return 401, b""
        if headers.get("X-Experience-API-Version") != "1.0.3":
            self.faults.append(f"no version: {path}")
        if at.path == "/xapi/agents/profile":
            self._preferred = asked["profileId"] == "cmi5LearnerPreferences"
            return 404, b""
        if at.path == "/xapi/activities/state":
            if (asked["activityId"], asked["registration"]) != (_ACTIVITY, self.registration):
                self.faults.append(f"another activity: {path}")
            return self._state(method, asked["stateId"], body)
        if (method, at.path) == ("POST", "/xapi/statements"):
            if self.refuses:
                return 503, b""
            for statement in json.loads(body):
                self._take(statement)
            return 200, b"[]"
        return 404, b""

    def _state(self, method: str, name: str, body: bytes) -> tuple[int, bytes]:
        if method == "PUT":
            self.states[name] = body
            return 204, b""
        return (200, self.states[name]) if name in self.states else (404, b"")

    def _take(self, statement: dict[str, Any]) -> None:
        """Keep a statement that is not there yet, if the rules of cmi5 let it come now."""
        if statement["id"] in {each["id"] for each in self.statements}:
            return
        verb = statement["verb"]["id"].removeprefix(_VERBS)
        own = [each for each in self.statements if _session(each) == self.session]
        context = statement["context"]
        categories = {each["id"] for each in context["contextActivities"].get("category", [])}
        result = statement.get("result", {})
        defined = verb in ("initialized", "completed", "passed", "failed", "terminated")
        rules = {
            "no preferences were asked for": self._preferred,
            "the id is no UUID": str(uuid.UUID(statement["id"])) == statement["id"],
            "another actor": statement["actor"] == self.actor(),
            "another registration": context["registration"] == self.registration,
            "another session": _session(statement) == self.session,
            "the grouping is lost": context["contextActivities"]["grouping"],
            "the first is not initialized": bool(own) != (verb == "initialized"),
            "something after terminated": not self.said("terminated", self.session),
            "the order": not own or statement["timestamp"] >= own[0]["timestamp"],
            "the category": (_CMI5 in categories) == defined,
            "the object": not defined or statement["object"]["id"] == _ACTIVITY,
            "moveOn": (_MOVE_ON in categories)
            == (defined and bool({"completion", "success"} & result.keys())),
            "a score that may not be there": "score" not in result
            or verb in ("passed", "failed")
            or not defined,
            "twice": verb not in ("completed", "passed") or not self.said(verb),
            "not looked at": not defined
            or self.mode == "Normal"
            or verb in ("initialized", "terminated"),
            "no duration": verb not in ("completed", "passed", "terminated")
            or result["duration"].startswith("PT"),
        }
        self.faults += [f"{verb}: {rule}" for rule, holds in rules.items() if not holds]
        self.statements.append(statement)


def _session(statement: dict[str, Any]) -> str:
    return str(statement["context"].get("extensions", {}).get(_SESSION, ""))


@contextmanager
def launching(package: bytes, **about: Any) -> Iterator[Lrs]:
    """Run a platform that has this package."""
    own = Lrs(package, **about)

    class Content(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = urlsplit(self.path).path.lstrip("/")
            found = own.file(name)
            kind = _KINDS.get(name.rpartition(".")[2], "application/octet-stream")
            self.say(200 if found is not None else 404, found or b"", {"Content-Type": kind})

        def say(self, code: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(code)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    class Platform(Content):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            code, told = own.answer(self.command, self.path, self.headers, body)
            self.say(code, told, _ALLOWED | {"Content-Type": "application/json"})

        do_GET = do_POST = do_PUT = _answer

        def do_OPTIONS(self) -> None:
            self.say(204, b"", _ALLOWED)

    servers = [ThreadingHTTPServer(("127.0.0.1", 0), each) for each in (Content, Platform)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    own.content, own.address = (f"http://127.0.0.1:{each.server_port}" for each in servers)
    try:
        yield own
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


_ALLOWED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, PUT",
    "Access-Control-Allow-Headers": "authorization, content-type, x-experience-api-version",
}
