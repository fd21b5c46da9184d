"""What other authors bring: extensions, formulas, scripts and languages, in one built book."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from engine_book import forked, having_run
from test_engine_authoring import OUTSIDE, begin, sourcework

HEAD = """\
---
description: A case from the field.
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
"""
MATHS = (
    HEAD
    + r"""
# Maths

Euler said $e^{i\pi}+1=0$, and Bayes

$$
P(H \mid E) = \frac{P(E \mid H)\,P(H)}{P(E)}
$$

A price of \$5 and another of \$7 is no formula.

```{code-cell} ipython3
from IPython.display import Math
Math(r"\frac{a}{b}")
```

## On $x^2$ and $\alpha_i$

From $5 to $7, between $5/$7, US$5 (or C$9): **$5** and **$7**.

$$
\begin{aligned}
c &= d \\
  &= e
\end{aligned}
$$ (rows)

See {eq}`rows`.

$$
f &= g \\ h &= i
$$

\begin{gather}
j = k \\
l = m
\end{gather}

$$\newcommand{\vv}[1]{\mathbf{#1}}$$

Macros: $\vv{x} \in \RR$, and $$y = \vv{z}$$ in a line.

| a | b |
|---|---|
| $u^2$ | $\text{if } v > 0$ |

- [ ] $w_1$ is to do
- [x] done

$n_1 + n_2 + n_3 + n_4 + n_5 + n_6 + n_7 + n_8 + n_9 + n_{10} + n_{11} + n_{12}$
"""
)
DESIGN = (
    HEAD
    + """
# Design

````{tab-set}
```{tab-item} One
First tab.
```
```{tab-item} Two
Second tab.
```
````

```{card} A card
Its body.
```

```{dropdown} A dropdown
Its body.
```

```{admonition} A title of my own
:class: tip dropdown
Folded.
```

```{figure} _static/favicon.svg
:name: own-figure
:alt: A page
A caption.
```

See {numref}`own-figure`.

<table><tr><td>one</td><td>two</td></tr></table>

<div><table><tr><td>three</td></tr></table></div>

<table>
<tr><td>four</td></tr>

<tr><td>five</td></tr>
</table>

<iframe title="The first chapter" width="900" height="99" src="first.html"></iframe>

`a_name_of_a_function_that_is_longer_than_any_line_of_a_phone_that_readers_hold()`

```{code-cell} ipython3
from IPython.display import HTML
HTML(f"<section><p>x</p><table><tr>{'<td>aaaaaaaaaaaaaaaaaa</td>' * 9}</tr></table></section>")
```
"""
)
SCRIPTS = (
    HEAD
    + """
# Übung: Übersicht

## Введение

[to the first](#введение)

## Введение

## 王小明

## C++ & C#

## हिन्दी परिचय

(метка-один)=
## Ж

[to the vowels](#हिन्दी-परिचय), {ref}`to the label <метка-один>`, {numref}`рисунок`

```{figure} _static/favicon.svg
:name: рисунок
:alt: A page of a book
Подпись
```

```{code-cell} ipython3
1 + 1
```
"""
)
SAVED = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": "# Saved elsewhere"},
        {
            "cell_type": "code",
            "metadata": {},
            "execution_count": 1,
            "source": "open('it-ran', 'w')",
            "outputs": [{"output_type": "stream", "name": "stdout", "text": "as it was saved"}],
        },
    ],
    "metadata": {
        "description": "A case from the field.",
        "kernelspec": {"name": "conda-env-mycourse-py", "display_name": "x", "language": "python"},
        "mystnb": {"execution_mode": "off"},
    },
    "nbformat": 4,
    "nbformat_minor": 4,
}
PAGES = {"maths": MATHS, "design": DESIGN, "Übung mit Leerzeichen": SCRIPTS}


MACROS = "{tex: {macros: {RR: '\\mathbb{R}'}}}"
COMMENTS = "{hypothesis: true}"


def with_pages(folder: Path, pages: dict[str, str]) -> Path:
    book = begin(folder)
    toc = book / "_toc.yml"
    lines = "".join(f'  - file: "book/{name}"\n' for name in pages)
    text = toc.read_text(encoding="utf-8")
    toc.write_text(text.replace("  - file: book/first\n", f"  - file: book/first\n{lines}"))
    for name, page in pages.items():
        (book / f"book/{name}.md").write_text(page, encoding="utf-8")
    return book


def configure(book: Path, old: str, new: str, file: str = "_config.yml") -> None:
    path = book / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BeautifulSoup]:
    """Build a book with the extensions that authors use; give its pages by their names."""
    book = with_pages(tmp_path_factory.mktemp("field"), PAGES)
    added = "".join(f"    - {name}\n" for name in ("sphinx_design", "sphinx_copybutton"))
    configure(
        book,
        "    - sourcework.sphinx",
        f"{added}    - sphinx_togglebutton\n    - sourcework.sphinx",
    )
    configure(book, "    language: en", f"    mathjax3_config: {MACROS}\n    language: en")
    configure(book, "substitution]", "substitution, tasklist]")
    configure(book, "    language: en", "    allowed_hosts: [hypothes.is]\n    language: en")
    configure(book, "    language: en", f"    comments_config: {COMMENTS}\n    language: en")
    (book / "book/saved.ipynb").write_text(json.dumps(SAVED), encoding="utf-8")
    configure(
        book,
        "    - file: book/first\n".strip(),
        "- file: book/first\n  - file: book/saved",
        "_toc.yml",
    )
    place = book / "mein Büch (neu)"
    done = subprocess.run(
        [sys.executable, "-B", "-m", "sourcework", "build", "--out", str(place)],
        cwd=book,
        env=OUTSIDE | {"PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:].decode(errors="replace")
    assert not list(book.rglob("it-ran"))
    built = place / "_build/html/book"
    return {
        name: BeautifulSoup((built / f"{name}.html").read_text(encoding="utf-8"), "lxml")
        for name in (*PAGES, "saved", "first")
    }


def scripts(page: BeautifulSoup) -> list[str]:
    addresses = [str(each["src"]) for each in page.select("script[src]")]
    return [each.rpartition("/")[2].partition("?")[0] for each in addresses]


def test_formulas_are_drawn_whole_without_a_script(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["maths"]
    bayes = page.select("math")[1]
    assert len(bayes.select("mfrac > mrow")) == 2
    assert "P(E∣H)P(H)P(E)" in re.sub(r"\s", "", bayes.get_text())
    assert "A price of $5 and another of $7" in page.get_text()
    assert not [each for each in scripts(page) if "mathjax" in each]


def drawn(page: BeautifulSoup) -> list[str]:
    return [re.sub(r"\s", "", each.get_text()) for each in page.select("math")]


def test_rows_macros_and_formulas_anywhere_are_drawn(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["maths"]
    for formula in ("c=d=e", "f=gh=i", "j=kl=m", "𝐱∈ℝ", "y=𝐳", "u2", "ifv>0", "w1", "x2", "αi"):
        assert formula in drawn(page), formula
    assert "&" not in "".join(drawn(page))
    assert "\\" not in "".join(drawn(page))
    assert len(page.select("math mtable mtr")) == 6
    assert page.find("a", href="#equation-rows")
    assert page.select("span.formula math"), "a long one scrolls in its line"
    assert not page.select("p div")
    assert [each["aria-label"] for each in page.select("li > p > input")] == ["☐", "☑"]


def test_money_is_no_formula(pages: dict[str, BeautifulSoup]) -> None:
    assert "From $5 to $7, between $5/$7, US$5 (or C$9): $5 and $7." in pages["maths"].get_text()


def test_formulas_in_titles_are_text_in_lists(pages: dict[str, BeautifulSoup]) -> None:
    (entry,) = pages["maths"].select("#page-toc li a")
    assert entry.get_text() == "On x² and αᵢ"


def test_a_page_asks_the_hosts_that_are_allowed(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["first"]
    assert page.find("script", src="https://hypothes.is/embed.js")
    (policy,) = page.select("meta[http-equiv='Content-Security-Policy' i]")
    for rule in ("default-src", "script-src", "style-src", "img-src"):
        assert re.search(
            rf"{rule} [^;]*https://hypothes\.is https://\*\.hypothes\.is", policy["content"]
        )


def test_a_notebook_of_another_machine_keeps_its_outputs(pages: dict[str, BeautifulSoup]) -> None:
    assert "as it was saved" in pages["saved"].get_text()


def test_tabs_cards_folds_and_numbers_work(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["design"]
    assert page.select(".sd-tab-set")
    assert page.select(".sd-card")
    assert page.select("details.sd-dropdown")
    assert page.select(".admonition.dropdown")
    assert "See Fig. 1" in page.get_text()
    loaded = scripts(page)
    assert {"design-tabs.js", "togglebutton.js", "documentation_options.js", "doctools.js"} <= set(
        loaded
    )
    assert loaded.index("documentation_options.js") < loaded.index("design-tabs.js")


def test_what_a_page_does_not_use_it_does_not_load(pages: dict[str, BeautifulSoup]) -> None:
    own = {"mode.js", "book.js", "offline.js", "host.js", "embed.js"}
    assert set(scripts(pages["first"])) == own | {"peek.js"}  # it cites a work
    assert "peek.js" not in scripts(pages["maths"])
    assert "copybutton.js" in scripts(pages["Übung mit Leerzeichen"])
    assert "design-tabs.js" not in scripts(pages["maths"])


def test_tables_in_html_scroll_in_boxes_of_their_own(pages: dict[str, BeautifulSoup]) -> None:
    boxes = pages["design"].select("div.wide:not(.output)")
    assert [each.get_text(" ", strip=True) for each in boxes] == ["one two", "three", "four five"]
    assert {(each["tabindex"], each["role"]) for each in boxes} == {("0", "region")}
    assert [each.p.text for each in pages["design"].select("div.output.wide") if each.p] == ["x"]


def test_headings_in_any_script_have_an_address(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["Übung mit Leerzeichen"]
    ids = [str(each["id"]) for each in page.select("article section")]
    assert ids[:5] == ["ubung-ubersicht", "введение", "введение-2", "王小明", "c-c"]
    assert ids[5:] == ["हिन्दी-परिचय", "метка-один"]
    found = {each.get_text(): unquote(str(each["href"])) for each in page.select("article a")}
    assert found["to the first"] == "#введение"
    assert found["to the vowels"] == "#हिन्दी-परिचय"
    assert found["to the label"] == "#метка-один"
    assert found["Fig. 2"] == "#рисунок"


FAULTS = {
    "another host": ('<img src="https://example.org/a.png" alt="A">', "example.org", "host"),
    "a dead address": ('<a href="missing.html">x</a>', "missing.html leads to nothing", "dead"),
    "a dead place": ('<a href="first.html#nowhere">x</a>', "leads to no place in its page", "dead"),
    "a picture without words": (
        '<img src="../_static/favicon.svg">',
        "has no description",
        "picture",
    ),
    "a path of the machine": ("It lies in `/home/anna/book/x.py`.", "/home/anna/book", "path"),
    "a frame for a desk": ('<div style="width: 900px">x</div>', "900 pixels wide", "wide"),
    "a raw formula": ("So \\\\begin{aligned} is.", "a formula stayed TeX", "formula"),
}


def test_what_readers_will_not_get_stops_a_build_with_place_and_cure(tmp_path: Path) -> None:
    names = {f"fault-{number}": text for number, (text, _, _) in enumerate(FAULTS.values())}
    book = with_pages(tmp_path, {name: f"{HEAD}\n# A\n\n{text}\n" for name, text in names.items()})
    done = sourcework(book, "build", code=1)
    told = done.stdout + done.stderr
    for number, (_, words, _) in enumerate(FAULTS.values()):
        (line, *_) = [each for each in told.split("\n") if f"fault-{number}.md: WARNING" in each]
        assert words in line
        assert ";" in line, "a cure follows"
    silenced = ", ".join(f"page_check.{kind}" for kind in ("host", "dead", "picture", "path"))
    silenced += ", page_check.wide, page_check.formula"
    configure(book, "[myst.domains]", f"[myst.domains, {silenced}]")
    sourcework(book, "build")


@pytest.mark.parametrize(
    ("language", "words", "direction", "frame"),
    [
        ("de", "Zum Text springen", None, None),
        ("fa", "رفتن به متن", "rtl", None),
        ("pt_BR", "Skip to the text", None, "en"),
    ],
)
def test_the_frame_speaks_the_language_of_the_book(
    tmp_path: Path, language: str, words: str, direction: str | None, frame: str | None
) -> None:
    book = begin(tmp_path)
    configure(book, "    language: en\n", f"    language: {language}\n")
    if language != "de":
        configure(book, "execute_notebooks: cache", 'execute_notebooks: "off"')
    program = "from jupyter_book.cli.main import main; main()"
    command = ("-c", program, "build", ".", "--warningiserror")
    done = having_run(book, "begun", partial(forked, book, OUTSIDE, *command))
    assert done.returncode == 0, done.stderr[-2000:]
    text = (book / "_build/html/book/index.html").read_text(encoding="utf-8")
    page = BeautifulSoup(text, "lxml")
    skip = page.select_one("a.skip-link")
    assert skip is not None
    assert (skip.get_text(), skip.get("lang")) == (words, frame)
    assert page.html is not None
    assert (page.html["lang"], page.html.get("dir")) == (language.replace("_", "-"), direction)
    assert f"language {language[:2]}: questions and tools speak English" in done.stdout
    first = (book / "_build/html/book/first.html").read_text(encoding="utf-8")
    assert ("Fragen und Werkzeuge sprechen Englisch." in first) is (language == "de")
    assert not [each for each in scripts(page) if each == "translations.js"]


STOCK = """\
title: A book
author: Somebody
logo: book/_static/favicon.svg
only_build_toc_files: true
execute: {execute_notebooks: "off"}
bibtex_bibfiles: [book/references.bib]
repository: {url: https://github.com/owner/name, path_to_book: here, branch: spring}
launch_buttons:
  notebook_interface: jupyterlab
  binderhub_url: https://mybinder.org
  colab_url: https://colab.research.google.com
html:
  use_repository_button: true
  use_issues_button: true
  use_edit_page_button: true
  extra_footer: A footer
  announcement: Hello
sphinx:
  extra_extensions: [sourcework.sphinx]
  recursive_update: true
  config:
    template_bridge: sourcework.sphinx.assets.SlimTemplates
    html_theme: sourcework
    html_js_files: [[book.js, {defer: defer}]]
    html_static_path: [book/_static]
    html_theme_options: {use_source_button: true, show_toc_level: 2, of_another_theme: yes}
    bibtex_cite_id: 'ref-{key}'
    nb_ipywidgets_js: {}
"""
BESIDE = (
    HEAD
    + """
# Beside

```{margin} With a title
The first remark.
```

```{margin}
The second remark.
```

| one | two |
| --- | --- |
| 1 | 2 |
"""
)
FILE = "here/book/beside.md"


def test_a_stock_configuration_builds_and_its_buttons_lead_where_it_says(tmp_path: Path) -> None:
    book = with_pages(tmp_path, {"beside": BESIDE})
    (book / "_config.yml").write_text(STOCK, encoding="utf-8")
    sourcework(book, "build")
    text = (book / "_build/html/book/beside.html").read_text(encoding="utf-8")
    page = BeautifulSoup(text, "lxml")
    header = page.select(".bd-header")[0]
    links = {str(link.get_text()): str(link["href"]) for link in header.select(".menu a")}
    repository = "https://github.com/owner/name"
    assert links["Launch on Binder"] == (
        f"https://mybinder.org/v2/gh/owner/name/spring?urlpath=lab/tree/{FILE}"
    )
    assert links["Launch on Colab"] == (
        f"https://colab.research.google.com/github/owner/name/blob/spring/{FILE}"
    )
    assert links["Source repository"] == repository
    assert links["Show source"] == f"{repository}/blob/spring/{FILE}?plain=1"
    assert links["Suggest edit"] == f"{repository}/edit/spring/{FILE}"
    assert links["Open an issue"].startswith(f"{repository}/issues/new?title=")
    assert links["Download source file (.md)"] == "../_sources/book/beside.md"
    first, second = page.select("aside.margin")
    assert first.select(".sidebar-title")
    assert not second.select(".sidebar-title")
    assert page.select("div.table-box > table")
    assert not [each for each in scripts(page) if "theme" in each]
    assert not page.select("a.headerlink"), "the script of the page makes them"


def test_a_button_for_a_repository_that_is_not_named_says_what_to_do(tmp_path: Path) -> None:
    book = begin(tmp_path)
    configure(
        book,
        "html_theme_options: {",
        "html_theme_options: {use_issues_button: true, repository_url: name, ",
    )
    configure(book, "execute_notebooks: cache", 'execute_notebooks: "off"')
    done = sourcework(book, "build", code=1)
    told = " ".join((done.stdout + done.stderr).split())
    assert 'repository.url in _config.yml is "name"' in told
    assert "https://github.com/owner/name" in told
