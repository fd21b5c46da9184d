"""Which addresses in a widget's code are named at build time, and which are words only."""

from __future__ import annotations

import pytest

from sphinx_live_widgets.elsewhere import addresses


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import x from 'https://esm.sh/x@1'", "https://esm.sh/x@1"),
        ('import"https://esm.sh/x"', "https://esm.sh/x"),
        ("const x = await import(`https://esm.sh/x`)", "https://esm.sh/x"),
        ('fetch("https://a.example.org/rows")', "https://a.example.org/rows"),
        ('script.src = "https://a.example.org/x"', "https://a.example.org/x"),
        ('new Worker("https://a.example.org/w")', "https://a.example.org/w"),
        ("@import url(https://fonts.example.org/f);", "https://fonts.example.org/f"),
        ("a { background: url('//a.example.org/i') }", "//a.example.org/i"),
        ('const URL = "https://unpkg.com/maps"', "https://unpkg.com/maps"),
        ('({tiles: "https://t.example.org/{z}/{x}/{y}"})', "https://t.example.org/{z}/{x}/{y}"),
        (
            'const DATA = "https://a.example.org/d.parquet?v=1"',
            "https://a.example.org/d.parquet?v=1",
        ),
    ],
)
def test_what_code_loads_is_found(code: str, found: str) -> None:
    assert list(addresses(code)) == [found]


@pytest.mark.parametrize(
    "code",
    [
        "// from https://a.example.org/library.js",
        "/*! see https://a.example.org/licence */",
        'document.createElementNS("http://www.w3.org/2000/svg", "svg")',
        'throw new Error("see https://a.example.org/errors/12")',
        'const link = { title: "https://a.example.org/about" }',
        "import x from './chunk.js'",
    ],
)
def test_what_is_only_said_is_not(code: str) -> None:
    assert list(addresses(code)) == []


def test_each_address_is_named_once() -> None:
    once = 'fetch("https://a.example.org/x");'
    assert list(addresses(once + once)) == ["https://a.example.org/x"]
