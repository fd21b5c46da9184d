"""One face for browser engines that differ in how they are driven."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

PATIENCE = 120  # seconds; nothing takes so long, however busy the machine is
RIGHT = "\ue014"
HOME = "\ue011"

_STEADY = """
    const found = () => { FIND };
    const moment = () => new Promise((resolve) => setTimeout(resolve, 40));
    const late = Date.now() + LATE;
    let hindrance = "it is not there";
    for (let before = ""; Date.now() < late; await moment()) {
        const element = found();
        if (!element) continue;
        const { x, y, width, height, bottom } = element.getBoundingClientRect();
        const here = [x, y, width, height].join();
        const top = document.elementFromPoint(x + width / 2, y + height / 2);
        const free = element.contains(top) || top?.closest("label")?.control === element;
        const inside = y >= 0 && bottom <= innerHeight;
        if (here === before && free) return element;
        if (!free || !inside) element.scrollIntoView({ block: "center", behavior: "instant" });
        hindrance = free ? "it does not stand still" : `it lies under ${top?.outerHTML}`;
        before = here;
    }
    throw new Error(`nothing to press: ${hindrance.slice(0, 500)}`);
"""


class Engine(ABC):
    """A browser that a test drives.

    An element is named by the body of a JavaScript function that returns it, with the values
    that the function gets as `given`.
    """

    name: str
    version: str
    ear = ""  # markup that every page needs in its head, for `complaints` to know of them

    @abstractmethod
    def open(self, url: str) -> None:
        """Open a page and wait until it is loaded."""

    @abstractmethod
    def run(self, body: str, *given: Any) -> Any:
        """Run the body of an asynchronous function in the page and return what it returns."""

    @abstractmethod
    def widen(self, width: int) -> int:
        """Make the page as wide as this, or as near as the engine goes, and return its width."""

    @abstractmethod
    def complaints(self) -> list[str]:
        """Return all that went wrong since the last call: messages, errors, lost files."""

    @abstractmethod
    def quit(self) -> None:
        """Close the browser in order."""

    @abstractmethod
    def _press(self, body: str, *given: Any) -> None:
        """Press the middle of the element with the mouse."""

    @abstractmethod
    def _keys(self, keys: str, body: str, *given: Any) -> None:
        """Type into the element, which has the focus."""

    def press(self, find: str, *given: Any) -> None:
        """Press an element with the mouse as soon as it stands still and nothing covers it."""
        body = _STEADY.replace("FIND", find).replace("LATE", str(PATIENCE * 1000))
        self._press(body, *given)

    def type(self, keys: str, find: str, *given: Any) -> None:
        """Put the focus on an element and type."""
        self.until(f"const it = (() => {{ {find} }})(); it?.focus(); return !!it;", *given)
        self._keys(keys, find, *given)

    def choose(self, value: str, find: str, *given: Any) -> None:
        """Choose an entry of a list by its value."""
        body = f"""
            const list = (() => {{ {find} }})();
            if (![...(list?.options ?? [])].some((one) => one.value === given[0])) return false;
            list.value = given[0];
            for (const kind of ["input", "change"])
                list.dispatchEvent(new Event(kind, {{ bubbles: true }}));
            return true;"""
        self.until(body, value, *given)

    def until(self, body: str, *given: Any) -> Any:
        """Wait until the body returns something that holds, and return that."""
        return until(lambda: self.run(body, *given), body)


def until(look: Callable[[], Any], what: str) -> Any:
    """Wait until `look` returns something that holds, and return that."""
    late = time.monotonic() + PATIENCE
    while time.monotonic() < late:
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError(f"it never came true: {what}")
