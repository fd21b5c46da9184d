"""Firefox, driven by WebDriver BiDi, which it speaks by itself."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from engine import PATIENCE, Engine, until
from selenium.common import WebDriverException
from selenium.webdriver.common.bidi.common import command_builder
from selenium.webdriver.remote.websocket_connection import WebSocketConnection

PACKAGES = ("firefox-esr",)
PREFERENCES = {"browser.startup.page": 0, "browser.aboutwelcome.enabled": False}


def missing() -> str:
    """Say what is not there of what this engine needs."""
    return "" if _program() else "There is no Firefox on this machine."


def _program() -> str | None:
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox(Engine):
    """A Firefox with a profile of its own, without a window."""

    name = "Firefox"

    def __init__(self, profile: Path) -> None:
        profile.mkdir(exist_ok=True)
        told = [
            f"user_pref({json.dumps(key)}, {json.dumps(PREFERENCES[key])});" for key in PREFERENCES
        ]
        (profile / "user.js").write_text("\n".join(told), encoding="utf-8")
        says = profile / "WebDriverBiDiServer.json"
        says.unlink(missing_ok=True)
        program = _program()
        assert program, missing()
        self._process = subprocess.Popen(
            [
                program,
                "--headless",
                "--no-remote",
                "--profile",
                profile,
                "--remote-debugging-port=0",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        where = json.loads(until(lambda: _text(says), "Firefox says where it listens"))
        address = f"ws://{where['ws_host']}:{where['ws_port']}/session"
        self._line = WebSocketConnection(address, PATIENCE, 0.005)
        self.version = self._do("session.new", capabilities={})["capabilities"]["browserVersion"]
        self._heard: list[str] = []
        for event, said in _EVENTS.items():
            self._line.add_callback(_Event(event, said), self._hear)
        self._do("session.subscribe", events=list(_EVENTS))
        self._page = self._do("browsingContext.getTree")["contexts"][0]["context"]

    def _do(self, method: str, **parameters: Any) -> Any:
        return self._line.execute(command_builder(method, parameters))

    def _hear(self, said: str) -> None:
        if said:
            self._heard.append(said)

    def open(self, url: str) -> None:
        self._do("browsingContext.navigate", context=self._page, url=url, wait="complete")

    def run(self, body: str, *given: Any) -> Any:
        wrapped = f"return JSON.stringify((await (async () => {{ {body} }})()) ?? null);"
        return json.loads(self._call(wrapped, *given)["value"])

    def _call(self, body: str, *given: Any) -> Any:
        answer = self._do(
            "script.callFunction",
            functionDeclaration=f"async (given) => {{ given = JSON.parse(given); {body} }}",
            arguments=[{"type": "string", "value": json.dumps(given)}],
            target={"context": self._page},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise WebDriverException(answer["exceptionDetails"]["text"])
        return answer["result"]

    def widen(self, width: int) -> int:
        size = {"width": width, "height": 900}
        self._do("browsingContext.setViewport", context=self._page, viewport=size)
        self.until("return innerWidth === given[0]", width)
        return width

    def complaints(self) -> list[str]:
        mark = uuid4().hex  # what the page said before this has arrived when this has
        self.run("console.debug(given[0])", mark)
        until(lambda: any(mark in each for each in self._heard), "the console says the mark")
        heard, self._heard[:] = [each for each in self._heard if mark not in each], []
        return heard

    def _press(self, body: str, *given: Any) -> None:
        found = self._call(body, *given)
        assert found["type"] == "node", f"nothing to press: {body}, {given}"
        element = {"type": "element", "element": {"sharedId": found["sharedId"]}}
        actions = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": element},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": actions})

    def _keys(self, keys: str, body: str, *given: Any) -> None:
        actions = [{"type": way, "value": key} for key in keys for way in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keyboard", "actions": actions})

    def _act(self, source: dict[str, Any]) -> None:
        self._do("input.performActions", context=self._page, actions=[source])

    def quit(self) -> None:
        self._do("browser.close")
        self._process.wait(PATIENCE)
        self._line.close()


class _Event:
    """An event in the form that Selenium's connection asks for, as what is heard of it."""

    def __init__(self, event_class: str, from_json: Callable[[dict[str, Any]], str]) -> None:
        self.event_class = event_class
        self.from_json = from_json


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _said(entry: dict[str, Any]) -> str:
    return f"{entry['type']} {entry['level']}: {entry['text']}"


def _answered(event: dict[str, Any]) -> str:
    answer = event["response"]
    return f"{answer['status']}: {answer['url']}" if answer["status"] >= 400 else ""


def _lost(event: dict[str, Any]) -> str:
    left = event["errorText"] in ("NS_BINDING_ABORTED",)
    return "" if left else f"{event['errorText']}: {event['request']['url']}"


_EVENTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "log.entryAdded": _said,
    "network.responseCompleted": _answered,
    "network.fetchError": _lost,
}
