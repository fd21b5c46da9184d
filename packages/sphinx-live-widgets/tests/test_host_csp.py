"""Under which policy pages work, and how a page says so itself."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from sphinx_live_widgets.csp import guarded, needs_wasm, policy, policy_of

HEAD = "<!doctype html><html><head><meta charset=utf-8><title>A page</title>"
HOST = '<script src="../_static/live-widgets/host.js?v=1"></script>'


def digest(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def rules(text: str) -> dict[str, list[str]]:
    return {name: values for name, *values in (each.split() for each in text.split(";"))}


def own(page: str) -> dict[str, list[str]]:
    """Return what a page says of itself, before anything that it rules is read."""
    soup = BeautifulSoup(guarded(page), "html.parser")
    first, *_ = (tag for tag in soup.select("head > *") if not tag.has_attr("charset"))
    assert first["http-equiv"] == "Content-Security-Policy"
    return rules(str(first["content"]))


@pytest.mark.parametrize(
    ("script", "allowed"),
    [
        ("", []),
        ("<script>run()</script>", [digest("run()")]),
        ('<script>write("</b>"); a && b</script>', [digest('write("</b>"); a && b')]),
        ("<script type=module>run()</script>", [digest("run()")]),
        ('<script type="application/json">{}</script>', []),
        ('<script src="page.js"></script>', []),
        ("<button onclick='go()'>", ["'unsafe-hashes'", digest("go()")]),
        (HOST, ["blob:"]),
    ],
)
def test_a_page_allows_the_scripts_that_it_has(script: str, allowed: list[str]) -> None:
    assert own(HEAD + script)["script-src"] == ["'self'", *allowed]


@pytest.mark.parametrize("head", ["<head>", "<HEAD>", HEAD, HEAD.replace("=utf-8", '="utf-8" /')])
def test_a_page_says_its_policy_first_and_loses_nothing(head: str) -> None:
    page = f"{head}<link rel=stylesheet href=a.css><body>Text"
    said = own(page)
    assert said["default-src"] == ["'self'"], "browsers load the next page ahead"
    assert "frame-ancestors" not in said, "a page cannot say it"
    begun, meta, rest = guarded(page).partition("<meta http-equiv=Content-Security-Policy")
    assert begun + meta[:0] + rest[rest.index(">") + 1 :] == page


def test_a_header_is_for_all_pages_and_is_stricter(tmp_path: Path) -> None:
    pages = [HEAD + HOST, HEAD + "<script>run()</script>"]
    for number, page in enumerate(pages):
        (tmp_path / f"{number}.html").write_text(page, encoding="utf-8")
    header = rules(policy(tmp_path))
    assert header["script-src"] == ["'self'", "blob:", digest("run()")]
    assert header.pop("frame-ancestors") == ["'self'"]
    assert header == rules(policy_of(pages))
    assert own(pages[0]).keys() < header.keys()


@pytest.mark.parametrize(
    ("shown", "name", "own_rule"),
    [
        ('<iframe src="other.html"></iframe>', "frame-src", None),
        ('<video src="film.mp4"></video>', "media-src", None),
        ('<audio src="data:audio/wav;base64,AAAA"></audio>', "media-src", ["'self'", "data:"]),
        ('<video><source src="data:video/mp4;base64,A"></video>', "media-src", ["'self'", "data:"]),
        ('<object data="drawing.svg"></object>', "object-src", None),
        ('<embed src="paper.pdf">', "object-src", None),
    ],
)
def test_what_a_page_shows_of_the_site_or_of_itself_is_allowed(
    shown: str, name: str, own_rule: list[str] | None
) -> None:
    assert own(HEAD + shown).get(name) == own_rule
    header = rules(policy_of([HEAD + shown, HEAD]))
    assert header.get(name) == own_rule
    others = {"frame-src", "media-src", "object-src"} - {name}
    assert {each: header[each] for each in others} == {key: ["'none'"] for key in others}


def test_a_folder_without_pages_has_none(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="build the book first"):
        policy(tmp_path)


@pytest.mark.parametrize(
    ("page", "needed"),
    [
        ("<live-widget data-model=1 data-module=00000000000000aa>", True),
        ('<live-widget data-module="00000000000000bb">', False),
        ('<script data-states="states-00000000000000cc.js">', True),
        ('<script data-states="states-00000000000000dd.js">', False),
        ("<p>No widget</p>", False),
    ],
)
def test_webassembly_may_run_only_where_a_widget_has_it(
    tmp_path: Path, page: str, needed: bool
) -> None:
    folder = tmp_path / "_static/live-widgets"
    folder.mkdir(parents=True)
    (folder / "module-00000000000000aa.js").write_text("WebAssembly.compile(code)")
    (folder / "module-00000000000000bb.js").write_text("draw()")
    (folder / "states-00000000000000cc.js").write_text('{"1":{"module":"00000000000000aa"}}')
    (tmp_path / "index.html").write_text(HEAD + page)
    assert needs_wasm(folder, page) is needed
    assert ("'wasm-unsafe-eval'" in rules(policy(tmp_path))["script-src"]) is needed
    assert ("'wasm-unsafe-eval'" in guarded(HEAD + page, wasm=needed)) is needed


def test_a_host_that_a_page_may_ask_may_be_asked_by_the_book() -> None:
    page = guarded(HEAD, hosts=["hypothes.is"])
    for rules in (page, policy_of([page, HEAD])):
        for name in ("default-src", "script-src", "style-src", "img-src"):
            assert re.search(rf"{name} [^;]*https://hypothes\.is https://\*\.hypothes\.is", rules)
    assert "frame-src" not in policy_of([page])
    assert "hypothes" not in guarded(HEAD)
