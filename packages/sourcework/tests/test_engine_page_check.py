"""The page check, on what authors write: of each kind what is told, and what is left alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PLAIN = '<img alt="A ring on a table" src="../_static/a.png"'
WORDS = "word " * 40
STEP = '<h2>{}</h2><p class="step-head" data-minutes="{}">Step</p>'
ASKED = '<live-widget><section data-key="a/choice-1">{}</section></live-widget>'
LONG = "word " * 300
# By kind what a page says in its article, or in its head, that is told, and what is not.


def in_steps(*parts: str) -> str:
    """Return a chapter of these parts."""
    return f'<article class="bd-article"><section>{" ".join(parts)}</section></article>'


TOLD = {
    "host": [
        '<iframe title="A film" src="https://www.youtube.com/embed/x"></iframe>',
        '<img alt="A ring on a table" src="//pictures.example.org/a.png">',
        f'{PLAIN} srcset="../_static/a.png 1x, https://cdn.example.org/b.png 2x">',
        f'<picture><source srcset="https://cdn.example.org/b.webp">{PLAIN}></picture>',
        '<video poster="https://cdn.example.org/p.jpg" src="../_static/a.png"></video>',
        '<audio controls src="https://cdn.example.org/a.mp3"></audio>',
        '<object data="https://cdn.example.org/a.svg">A ring on a table</object>',
        '<embed src="https://cdn.example.org/a.pdf">',
        '<input type="image" alt="Go on" src="https://cdn.example.org/a.png">',
        '<svg role="img" aria-label="A ring"><image href="https://cdn.example.org/a.png"/></svg>',
        '<svg aria-hidden="true"><use xlink:href="https://cdn.example.org/a.svg#x"/></svg>',
        '<div style="background: url(https://cdn.example.org/b.png)">x</div>',
        '<style>@import url("https://fonts.example.org/css2?family=Inter");</style>',
        "<style>@font-face { src: url(https://fonts.example.org/x.woff2) }</style>",
        '<link rel="stylesheet" href="../_static/fonts.css">',
        '<link rel="prefetch" href="https://cdn.example.org/next.html">',
        '<link rel="preconnect" href="https://cdn.example.org">',
        '<script type="module">import x from "https://cdn.example.org/npm/d3/+esm"; x();</script>',
        '<script type="module">const x = await import("https://esm.sh/d3");</script>',
        '<script type="importmap">{"imports": {"d3": "https://esm.sh/d3"}}</script>',
        '<script>fetch("https://api.example.org/v1").then(show)</script>',
        '<script>require.config({paths: {plotly: ["https://cdn.plot.ly/plotly-2.min"]}})</script>',
        '<script>const js_urls = ["https://cdn.bokeh.org/bokeh/bokeh-3.js"];</script>',
        '<iframe title="A" srcdoc="&lt;img src=https://cdn.example.org/a.png&gt;"></iframe>',
        '<noscript><img alt="" src="https://stat.example.org/pixel.gif"></noscript>',
        '<a href="other.html" ping="https://stat.example.org/ping">x</a>',
        '<meta http-equiv="refresh" content="0; url=https://example.org/">',
    ],
    "dead": [
        '<a href="gone.html">x</a>',
        '<a href="Other.html">x</a>',
        '<a href="other.html#gone">x</a>',
        '<a href="#here">x</a>',
        '<a href="other">x</a>',
        '<a href="other.md">x</a>',
        '<a href="gone.ipynb">x</a>',
        '<a href="data.tsv" download>x</a>',
        '<a href="/book/other.html">x</a>',
        '<a href="../../outside.html">x</a>',
        '<a href="www.example.org">x</a>',
        '<a href="htps://example.org">x</a>',
        '<a href="http://[x">x</a>',
        '<a href="file:///srv/x.pdf">x</a>',
        r'<a href="D:\x.pdf">x</a>',
        '<a href="http://localhost:8888/lab">x</a>',
        '<a href="http://127.0.0.1:8000/a.html">x</a>',
        '<img alt="A ring on a table" src="../_static/A.png">',
        f'{PLAIN} srcset="../_static/a.png 1x, ../_static/gone.png 2x">',
        '<video src="gone.mp4"></video>',
        '<audio><source src="gone.mp3"></audio>',
        '<link rel="stylesheet" href="../_static/gone.css">',
        '<link rel="stylesheet" href="../_static/half.css">',
        '<svg aria-hidden="true"><a xlink:href="gone.html"><text>x</text></a></svg>',
    ],
    "picture": [
        '<img src="../_static/a.png">',
        '<img src="../_static/a.png" alt="">',
        '<img src="../_static/a.png" alt="../_static/a.png">',
        '<img src="../_static/a.png" alt="a.png">',
        '<img src="../_static/a.png" alt="IMG_2041.JPG">',
        '<img src="../_static/a.png" alt="9dcb789f47a9942f9876442102ba3d05">',
        '<img src="../_static/a.png" alt="image">',
        '<img src="../_static/a.png" alt="Figure 3.">',
        '<img src="../_static/a.png" alt="…">',
        '<figure><img src="../_static/a.png" alt=""><figcaption>A ring</figcaption></figure>',
        '<a href="other.html"><img src="../_static/a.png" alt=""></a>',
        '<svg viewBox="0 0 1 1"><circle r="1"/></svg>',
        '<input type="image" src="../_static/a.png">',
        '<map><area href="other.html"></map>',
        '<object data="../_static/a.png"></object>',
        '<iframe src="other.html"></iframe>',
        "<canvas></canvas>",
        '<div role="img"></div>',
        '<span class="fas fa-star"></span>',
    ],
    "path": [
        "<p>It lies in <code>/home/anna/book/x.py</code>.</p>",
        "<p>/Users/anna/x.py</p>",
        "<p>file:///home/anna/x</p>",
        "<p>PosixPath('/root/work/x.py')</p>",
        r'<pre>File <span>"C:\Users\anna\x.py"</span>, line 3</pre>',
        r"<p>C:\\Users\\anna\\x</p>",
        "<p>C:/Users/anna/x.py</p>",
        r"<p>D:\work\x.py</p>",
        "<p>/mnt/c/Users/anna/x</p>",
        "<pre>/tmp/ipykernel_123/456.py:3: UserWarning: old</pre>",
        "<p>/private/var/folders/qs/x/T/ipykernel_1/2.py</p>",
        "<p>/content/drive/MyDrive/x.csv</p>",
        "<pre>/opt/conda/lib/python3.11/site-packages/pandas/core.py:3: FutureWarning</pre>",
        '<p title="/home/anna/a.png">x</p>',
        "<p>/srv/the book/_build</p>",
    ],
    "wide": [
        '<div style="width: 900px">x</div>',
        '<div style="WIDTH: 900PX">x</div>',
        '<div style="width: 56em">x</div>',
        '<div style="width: 25cm">x</div>',
        '<div style="width: 150%">x</div>',
        '<div style="min-width: 30rem">x</div>',
        '<div style="width: 900px; max-width: 800px">x</div>',
        '<div style="margin-left: 900px">x</div>',
        '<div style="flex: 0 0 900px">x</div>',
        '<div style="display: grid; grid-template-columns: 200px 200px 200px">x</div>',
        '<figure style="width: 900px">x</figure>',
        '<pre style="width: 900px">x</pre>',
        '<table width="900"><tr><td>x</td></tr></table>',
        f'{PLAIN} style="min-width: 900px">',
        f'<span style="white-space: nowrap">{WORDS}</span>',
    ],
    "formula": [
        "<p>So $$a^2$$ is</p>",
        r"<p>$e^{i\pi}+1=0$</p>",
        "<p>Take $x$ and</p>",
        "<p>$P(H)$ is</p>",
        "<p>with $n = 5$ readings</p>",
        r"<p>\(x^2\)</p>",
        r"<p>\[x^2\]</p>",
        r"<p>So \frac{a}{b} is</p>",
        r"<p>So \begin{aligned} is</p>",
        r"<p>\newcommand{\R}{\mathbb{R}}</p>",
        "<p>{math}<code>x^2</code></p>",
        r"<p>see \eqref{a}</p>",
        "<p>$a<em>b</em>c^2$</p>",
        "<h2>On $x^2$</h2>",
        "<table><tr><td>$x^2$</td></tr></table>",
        r"<table><tr><th>$\alpha$</th></tr></table>",
        "<figure><figcaption>On $x^2$</figcaption></figure>",
        "<dl><dd>$x^2$</dd></dl>",
        "<ul><li>$x^2$</li></ul>",
        "<details><summary>$x^2$</summary></details>",
    ],
}
TOLD["steps"] = [
    in_steps(*[f"<section>{STEP.format(name, 1)}</section>" for name in "ABCDEFGHI"]),
    in_steps(STEP.format("A", 9)),
    in_steps(STEP.format("A", 8), "word " * 250, ASKED),
    in_steps(STEP.format("A", 8), ASKED, f"<table><tr><td>{LONG}</td></tr></table>"),
]
FINE = [
    in_steps(*[f"<section>{STEP.format(name, 8)}</section>" for name in "ABCDEFGH"]),
    in_steps(STEP.format("A", 8), "word " * 249, ASKED.format(LONG), "word " * 250),
    in_steps(
        *(STEP.format("A", 8), f'<details class="deeper"><summary>x</summary>{LONG}</details>'),
        *(f'<details data-after="a/choice-1"><summary>x</summary>{LONG}</details>',),
        *(f'<details class="step-found"><summary>x</summary>{LONG}</details>',),
        *(f'<article class="dossier-excerpt">{LONG}</article>', f"<pre>{LONG}</pre>"),
    ),
    in_steps(LONG),
    '<a href="https://docs.python.org/3/library/pathlib.html">pathlib</a>',
    '<link rel="canonical" href="https://example.org/x">',
    '<link rel="stylesheet" href="../_static/good.css">',
    '<meta property="og:image" content="https://example.org/card.png">',
    '<script>const licence = "https://creativecommons.org/licenses/by/4.0/";</script>',
    '<script type="application/ld+json">{"@context": "https://schema.org"}</script>',
    '<form action="https://example.org/send"><input name="a"></form>',
    '<iframe title="A film" src="https://www.allowed.example/embed/x"></iframe>',
    '<a href="other.html#there">x</a>',
    '<a href="other.html?x=1#:~:text=there">x</a>',
    '<a href="%C3%9Cbung%20eins.html#%D0%B2%D0%B2%D0%B5%D0%B4%D0%B5%D0%BD%D0%B8%D0%B5">x</a>',
    '<a href="Übung eins.html#введение">x</a>',
    '<a href="Übung eins.html#old">x</a>',
    '<a href="n.ipynb" download>x</a>',
    '<a href="#">x</a> <a href="#top">x</a> <a href="">x</a>',
    '<a href="mailto:a@example.org">x</a> <a href="tel:123">x</a> <a href="doi:10.1/2">x</a>',
    '<img alt="A ring on a table" src="data:image/png;base64,AAAA">',
    '<img alt="A ring on a table" src="../_static/a%20b.png">',
    '<img src="../_static/a.png" alt="" role="presentation">',
    '<img src="../_static/a.png" alt="" aria-hidden="true">',
    '<img src="../_static/a.png" aria-label="A ring on a table">',
    '<a href="other.html"><img src="../_static/a.png" alt=""> The other page</a>',
    '<button>Close <svg><circle r="1"/></svg></button>',
    '<svg role="img"><title>A ring</title><circle r="1"/></svg>',
    '<svg role="img" aria-labelledby="t"><circle r="1"/></svg><p id="t">A ring</p>',
    '<object data="../_static/a.png">A ring on a table</object>',
    "<p>~/book/x.py, /usr/bin/python3, and/or, https://example.org/home/anna/x</p>",
    "<p>The drive C:\\ and the folder /home/ of a site</p>",
    f'{PLAIN} width="900"> {PLAIN} style="width: 900px">',
    '<iframe title="A film" width="560" height="315" src="other.html"></iframe>',
    '<div style="max-width: 900px; border-width: 400px">x</div>',
    '<div style="width: 900px; max-width: 100%">x</div>',
    '<div style="width: calc(100% - 2em)">x</div> <div style="width: 100vw">x</div>',
    '<div style="overflow-x: auto"><div style="width: 900px">x</div></div>',
    '<div class="wide"><table width="900"><tr><td>x</td></tr></table></div>',
    "<p>from $5 to $7, between $5/$7, US$5 (or C$9), 5$ and 6$, $HOME/x and $PATH</p>",
    r"<p>written <code>$x^2$</code> or <code>\alpha</code></p> <pre>\frac{a}{b}</pre>",
    "<p>$$</p> <p>a US$ and a C$</p>",
    "<math><mi>x</mi></math>",
]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a built book of a few files, to which the cases refer."""
    folder = tmp_path_factory.mktemp("checked")
    files = {
        "_static/a.png": "",
        "_static/a b.png": "",
        "_static/fonts.css": "@font-face { src: url('//cdn.example.org/f.woff2') }",
        "_static/half.css": "body { background: url(gone.png) }",
        "_static/good.css": "a { b: url(a.png); c: url(data:x) } /* url(https://example.org) */",
        "book/other.html": "<article><h1 id='there'>x</h1></article>",
        "book/Übung eins.html": "<article><h1 id='введение'>x</h1><a name=old>x</a></article>",
        "book/data.csv": "",
        "book/n.ipynb": "{}",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def told(book: Path) -> dict[str, list[dict[str, Any]]]:
    """Return by what a page says what the check tells of it."""
    texts = list(dict.fromkeys([*(text for texts in TOLD.values() for text in texts), *FINE]))
    for number, text in enumerate(texts):
        head = text if text.startswith(("<link", "<meta")) else ""
        article = f"<article>{'' if head else text}</article>"
        (book / f"book/page-{number}.html").write_text(
            f"<html lang=en><head><title>x</title>{head}</head><body>{article}</body></html>",
            encoding="utf-8",
        )
    groups = [[f"book/page-{number}.html"] for number in range(len(texts))]
    return {text: found for text, (found,) in zip(texts, findings(book, groups), strict=True)}


def findings(book: Path, groups: list[list[str]]) -> list[list[list[dict[str, Any]]]]:
    script = Path(__file__).with_name("engine_checked.py")
    done = subprocess.run(
        [sys.executable, script, book], input=json.dumps(groups), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: list[list[list[dict[str, Any]]]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in TOLD.items() for text in texts]
)
def test_what_readers_will_not_get_or_must_not_see_is_told(
    kind: str, text: str, told: dict[str, list[dict[str, Any]]]
) -> None:
    assert kind in [each["kind"] for each in told[text]]
    assert all(each["problem"] and each["cure"] for each in told[text])


@pytest.mark.parametrize("text", FINE)
def test_what_is_as_it_should_be_is_left_alone(
    text: str, told: dict[str, list[dict[str, Any]]]
) -> None:
    assert told[text] == []


def test_a_style_is_told_once_where_it_is_first_used(book: Path) -> None:
    for name in ("one", "two"):
        (book / f"book/{name}.html").write_text(
            '<html><head><link rel="stylesheet" href="../_static/fonts.css"></head></html>',
            encoding="utf-8",
        )
    ((first, second),) = findings(book, [["book/one.html", "book/two.html"]])
    (only,) = first
    assert "its style _static/fonts.css asks another host, cdn.example.org" in only["problem"]
    assert second == []
