"""WebKit as GTK has it, driven by its own WebDriver on a screen that nobody sees."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from engine import PATIENCE, Engine
from selenium import webdriver
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

PACKAGES = ("webkit2gtk-driver", "xvfb")
EAR = Path(__file__).with_name("ear.js")
_PAINTING = {"WEBKIT_DISABLE_COMPOSITING_MODE": "1"}  # without a graphics card, the quicker way
FRAME = 100  # what stands beside the page in its window, at most


def missing() -> str:
    """Say what is not there of what this engine needs."""
    for program in ("WebKitWebDriver", "Xvfb"):
        if not shutil.which(program):
            return f"There is no {program} on this machine."
    return "" if _browser() else "There is no MiniBrowser of WebKitGTK on this machine."


def _browser() -> Path | None:
    """Return the browser that comes with the newest WebKitGTK."""
    found = Path("/usr").glob("lib*/**/webkit2gtk-4.*/MiniBrowser")
    return max(found, default=None)


class WebKit(Engine):
    """A MiniBrowser, which keeps nothing when it is closed."""

    name = "WebKit"
    ear = f"<script>{EAR.read_text(encoding='utf-8')}</script>"

    def __init__(self) -> None:
        self._screen, display = _screen()
        options = Options()
        options.binary_location = str(_browser())
        options.add_argument("--automation")
        environment = {**os.environ, "DISPLAY": display, "NO_AT_BRIDGE": "1", **_PAINTING}
        service = Service(shutil.which("WebKitWebDriver"), env=environment)
        self._driver = webdriver.WebKitGTK(options=options, service=service)
        self._driver.set_script_timeout(PATIENCE)
        self.version = self._driver.capabilities["browserVersion"]

    def open(self, url: str) -> None:
        self._driver.get(url)

    def run(self, body: str, *given: Any) -> Any:
        done, wrong = self._driver.execute_async_script(
            f"""const [given, done] = arguments;
            (async () => {{ {body} }})().then(
                (value) => done([value, null]),
                (error) => done([null, String(error)]),
            );""",
            given,
        )
        assert wrong is None, wrong
        return done

    def widen(self, width: int) -> int:
        self._driver.set_window_size(width, 900)
        return int(
            self.until(
                "return Math.abs(innerWidth - given[0]) < given[1] && innerWidth", width, FRAME
            )
        )

    def complaints(self) -> list[str]:
        return list(self.run("return heard.splice(0)"))

    def _press(self, body: str, *given: Any) -> None:
        found = self.run(body, *given)
        assert found, f"nothing to press: {body}, {given}"
        found.click()

    def _keys(self, keys: str, body: str, *given: Any) -> None:
        self.run(body, *given).send_keys(keys)

    def quit(self) -> None:
        self._driver.quit()
        self._screen.terminate()
        self._screen.wait(PATIENCE)


def _screen() -> tuple[subprocess.Popen[bytes], str]:
    """Start a screen in memory and return it with its name."""
    reader, writer = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as told:
        return process, f":{told.readline().strip()}"
