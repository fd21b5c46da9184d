"""Python for the browser: where its files come from, how they are checked, what a lack leads to."""

from __future__ import annotations

import functools
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from contents import PAGES, ROOT

from sourcework.publish.lite.chapter_notebooks import chapters, plain
from sourcework.publish.lite.distribution import assemble
from sourcework.publish.lite.lite_errors import LiteError
from sourcework.publish.lite.manifest import BrowserFile, Elsewhere, Manifest, read_manifest
from sourcework.publish.lite.own import Own, own_wheels
from sourcework.publish.lite.site import build
from sourcework.publish.lite.sources import Cache, Folder, Registries, Release, obtain
from sourcework.publish.lite.wheels import made_up, without_compiled

MANIFEST = read_manifest()


def part(file: str, content: bytes, package: str = "") -> BrowserFile:
    return BrowserFile(file, hashlib.sha256(content).hexdigest(), package, "1.0" if package else "")


PIECES = {
    "pyodide.js": b"// Pyodide",
    "pandas-1.0-py3-none-any.whl": made_up("pandas", "1.0", {"pandas.py": b"x = 1"}),
    "matplotlib-1.0-wasm32.whl": made_up("matplotlib", "1.0", {"matplotlib.py": b"x = 2"}),
    "pillow-1.0-wasm32.whl": made_up("pillow", "1.0", {"PIL.py": b"x = 3"}),
    "sqlite3-1.0-wasm32.whl": made_up("sqlite3", "1.0", {"sqlite3.py": b"x = 4"}),
}
NAMES = {"pandas": 1, "matplotlib": 2, "pillow": 3, "sqlite3": 4}
LISTED = {
    name: {"name": name, "file_name": list(PIECES)[place], "depends": [], "version": "1.0"}
    for name, place in NAMES.items()
}
LISTED["matplotlib"]["depends"] = ["pillow"]
PIECES["pyodide-lock.json"] = json.dumps({"info": {}, "packages": LISTED}).encode()
SMALL = Manifest(
    "0.0",
    "https://release.example/",
    tuple(
        part(file, content, next((name for name, at in NAMES.items() if at == place), ""))
        for place, (file, content) in enumerate(PIECES.items())
    ),
)


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """Lay a small release into a folder."""
    folder = tmp_path / "release"
    folder.mkdir()
    for name, content in PIECES.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def own() -> list[Own]:
    """Make up the wheels of the engine and of a book."""
    engine = made_up("sourcework", "0", {"sourcework/__init__.py": b""})
    book = made_up("bixby-book", "0", {"sourcework_books/bixby/seeds/text.txt": b""})
    needs = ("pandas", "matplotlib", "pybtex", "bixby-book")
    return [
        Own("bixby-book", "bixby_book-0-0a-py3-none-any.whl", book, ()),
        Own("sourcework", "sourcework-0-0a-py3-none-any.whl", engine, needs),
    ]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def served(release: Path) -> Iterator[str]:
    """Serve the small release; give its address."""
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(release))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def lock(folder: Path) -> dict[str, dict[str, object]]:
    content = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))
    packages: dict[str, dict[str, object]] = content["packages"]
    return packages


def test_the_manifest_names_release_checksums_and_all_that_our_package_imports() -> None:
    assert MANIFEST.address == f"https://cdn.jsdelivr.net/pyodide/v{MANIFEST.version}/full/"
    assert all(re.fullmatch("[0-9a-f]{64}", part.sha256) for part in MANIFEST.parts)
    packages = {part.package for part in MANIFEST.parts}
    assert {"pandas", "matplotlib", "pybtex", "jinja2", "anywidget"} <= packages
    needed = {need for part in MANIFEST.parts for need in part.depends}
    assert needed <= packages
    assert not [name for name in packages if name.startswith("pydantic")]


def test_the_widgets_are_of_one_version_in_the_notebook_and_in_its_python() -> None:
    pins = (
        (ROOT / "packages/sourcework/src/sourcework/publish/lite/requirements.txt")
        .read_text(encoding="utf-8")
        .split()
    )
    for name in ("anywidget", "ipywidgets"):
        (version,) = (part.version for part in MANIFEST.parts if part.package == name)
        assert f"{name}=={version}" in pins


def test_an_import_finds_its_wheel_by_the_lock_file(
    release: Path, own: list[Own], out: Path
) -> None:
    made = assemble(out, SMALL, [Folder(release)], own)
    packages = lock(out)
    assert packages["sourcework"]["imports"] == ["sourcework"]
    needs = packages["sourcework"]["depends"]
    assert needs == ["pandas", "matplotlib", "bixby-book"], "what there is of its needs"
    assert made.missing == ()
    assert made.sizes == {file.name: file.stat().st_size for file in out.iterdir()}
    for entry in packages.values():
        content = (out / str(entry["file_name"])).read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()


def test_a_missing_file_is_named_with_the_places_and_the_cure(
    release: Path, own: list[Own], out: Path
) -> None:
    (release / "matplotlib-1.0-wasm32.whl").unlink()
    with pytest.raises(LiteError) as raised:
        assemble(out, SMALL, [Folder(release)], own)
    said = str(raised.value)
    assert "1 of 6 files for Python in the browser were not found:\n  matplotlib-1.0" in said
    assert f"  {release}: does not have them" in said
    assert "make lite PYODIDE=/path/to/pyodide" in said
    assert not list(out.iterdir())


def test_a_partial_build_leaves_out_what_is_missing_and_says_so(
    release: Path, own: list[Own], out: Path
) -> None:
    (release / "matplotlib-1.0-wasm32.whl").unlink()
    made = assemble(out, SMALL, [Folder(release)], own, partial=True)
    assert made.missing == ("matplotlib",)
    assert "matplotlib" not in lock(out)
    assert not (out / "matplotlib-1.0-wasm32.whl").exists()


def test_what_the_kernel_asks_for_and_does_not_use_is_there_and_empty(
    release: Path, own: list[Own], out: Path
) -> None:
    (release / "sqlite3-1.0-wasm32.whl").unlink()
    made = assemble(out, SMALL, [Folder(release)], own, partial=True)
    assert made.missing == ("sqlite3",)
    stand_in = lock(out)["sqlite3"]["file_name"]
    assert stand_in == "sqlite3-0-py3-none-any.whl"
    assert not (out / "sqlite3-1.0-wasm32.whl").exists()
    with zipfile.ZipFile(out / str(stand_in)) as wheel:
        assert all(".dist-info/" in name for name in wheel.namelist())


def test_pyodide_itself_is_never_left_out(release: Path, own: list[Own], out: Path) -> None:
    (release / "pyodide.js").unlink()
    with pytest.raises(LiteError, match=r"pyodide\.js"):
        assemble(out, SMALL, [Folder(release)], own, partial=True)


def test_another_file_of_the_same_name_is_refused(release: Path) -> None:
    (release / "pyodide.js").write_bytes(b"// something else")
    with pytest.raises(LiteError, match=r"pyodide\.js: its SHA-256 is .* take the folder from"):
        obtain(SMALL.parts, [Folder(release)])


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LiteError, match=r"PYODIDE=.*nowhere: there is no such folder"):
        Folder(tmp_path / "nowhere")


def test_the_release_is_asked_once_and_kept(release: Path, served: str, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    first = obtain(SMALL.parts, [Release(served, cache)])
    for file in release.iterdir():
        file.unlink()
    assert obtain(SMALL.parts, [Release(served, cache)]) == first
    assert len(first) == len(PIECES)


def test_a_wrong_file_of_the_release_is_refused_and_not_kept(
    release: Path, served: str, tmp_path: Path
) -> None:
    (release / "pyodide.js").write_bytes(b"// something else")
    with pytest.raises(LiteError, match=r"127\.0\.0\.1.*pyodide\.js: its SHA-256 is"):
        obtain(SMALL.parts, [Release(served, Cache(tmp_path / "cache"))])
    assert not (tmp_path / "cache").exists()


def test_a_damaged_cache_is_not_believed(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(b"whole")
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"half")
    assert cache.get(hashlib.sha256(b"whole").hexdigest()) is None


def test_what_the_release_and_the_registries_do_not_give_is_explained(
    own: list[Own], out: Path, tmp_path: Path
) -> None:
    cache = Cache(tmp_path / "cache")
    nowhere = Elsewhere("no-such-project-of-this-book==0", "no.whl", "0" * 64)
    parts = (replace(SMALL.parts[1], elsewhere=nowhere), *SMALL.parts[2:])
    sources = [Release("http://127.0.0.1:9/", cache), Registries(cache)]
    with pytest.raises(LiteError) as raised:
        assemble(out, replace(SMALL, parts=parts), sources, own, partial=True)
    assert "http://127.0.0.1:9/: [Errno 111] Connection refused" in str(raised.value)
    assert "PyPI and npm: pip says: ERROR: No matching distribution found" in str(raised.value)


def test_a_member_of_an_archive_must_be_the_release_s_own_file(tmp_path: Path) -> None:
    carrier = io.BytesIO()
    with zipfile.ZipFile(carrier, "w") as archive:
        archive.writestr("good.whl", PIECES["pyodide.js"])
        archive.writestr("bad.whl", b"// something else")
    cache = Cache(tmp_path)
    cache.put(carrier.getvalue())
    checksum = hashlib.sha256(carrier.getvalue()).hexdigest()
    good = Elsewhere("carrier==1", "carrier.whl", checksum, member="good.whl")
    for place in (good, replace(good, member="bad.whl"), replace(good, member="none.whl")):
        wanted = replace(SMALL.parts[0], elsewhere=place)
        if place is good:
            assert obtain([wanted], [Registries(cache)])[wanted].content == PIECES["pyodide.js"]
        else:
            with pytest.raises(LiteError, match=f"{place.member}: its SHA-256 is"):
                obtain([wanted], [Registries(cache)])


def test_a_wheel_without_its_compiled_modules_is_for_any_machine() -> None:
    modules = {"yaml/__init__.py": b"", "yaml/_yaml.cpython-313-x86_64-linux-gnu.so": b"\x7fELF"}
    lighter = without_compiled(made_up("PyYAML", "6", modules))
    with zipfile.ZipFile(io.BytesIO(lighter)) as wheel:
        names = wheel.namelist()
        assert b"Tag: py3-none-any" in wheel.read("PyYAML-6.dist-info/WHEEL")
    assert "yaml/__init__.py" in names
    assert not [name for name in names if name.endswith(".so")]


def test_a_failed_build_leaves_what_was_there(tmp_path: Path) -> None:
    book = tmp_path / "html"
    (book / "lite").mkdir(parents=True)
    (book / "index.html").touch()
    (book / "lite/before").touch()
    with pytest.raises(LiteError, match="is missing; `make lite` sets up what is needed"):
        build(ROOT, book, tmp_path / "no-tools", SMALL, [], partial=True)
    assert [file.name for file in tmp_path.iterdir()] == ["html"]
    assert (book / "lite/before").exists()


# What the tools leave behind, without the tools; the last one tells which tables it was given.
TOOLS = {
    "python": """
from publish.lite.wheels import made_up
folder = Path(sys.argv[sys.argv.index("--wheel-dir") + 1])
folder.mkdir()
(folder / "own-0-py3-none-any.whl").write_bytes(made_up("own", "0", {"own.py": b""}))
""",
    "jupytext": """
for page in (Path(word) for word in sys.argv if word.endswith(".md")):
    page.with_suffix(".ipynb").write_text('{"cells": [], "metadata": {}}')
""",
    "jupyter-lite": """
sys.exit(" ".join(path.name for path in Path("files/data").iterdir()))
""",
}


def test_a_folder_among_the_tables_is_passed_over(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, tools, data = tmp_path / "html", tmp_path / "tools", tmp_path / "data"
    for folder in (book, tools / "bin", data / ".ipynb_checkpoints"):
        folder.mkdir(parents=True)
    (book / "index.html").touch()
    (data / "people.csv").touch()
    begin = f"#!{sys.executable}\nimport sys\nfrom pathlib import Path\nsys.path[:0] = ['{ROOT}']"
    for name, text in TOOLS.items():
        (tools / "bin" / name).write_text(f"{begin}\n{text}", encoding="utf-8")
        (tools / "bin" / name).chmod(0o755)
    monkeypatch.setattr("sourcework.publish.lite.site.DATA", data)
    with pytest.raises(LiteError, match=r"jupyter-lite build .* failed:\npeople\.csv\n$"):
        build(ROOT, book, tools, SMALL, [Folder(release)], partial=False)


def test_without_a_book_there_is_nothing_to_add_to(tmp_path: Path) -> None:
    with pytest.raises(LiteError, match="no book here; build it first, with `make book`"):
        build(ROOT, tmp_path, tmp_path, SMALL, [], partial=True)


SHOW_ALL = """
import sys
if sys.argv[1:]:
    sys.modules["pydantic"] = None
from sourcework.assignments.definition import assignment_names, load_assignment
from sourcework.assignments.overview import overview
from sourcework.excerpts import load_excerpts
from sourcework.grading.grading_widget import grading_desk
from sourcework.item_bank import load_items
from sourcework.widgets.assigned import ask, hand_in
from sourcework.widgets.record import Record
from sourcework import answer_key, excerpt, exercise
print(*(excerpt(name)._repr_mimebundle_() for name in load_excerpts()), sep="\\n")
print(*(exercise(name).data for name in load_items()), sep="\\n")
print(*(answer_key(one.chapter).html() for one in load_items().values()), sep="\\n")
for one in map(load_assignment, assignment_names()):
    print(*(ask(one.name, name).data for name in one.questions))
    print(hand_in(one.name).data, one.version)
print(overview()._repr_mimebundle_(), Record().data, grading_desk().data)
"""


def test_the_wheels_show_all_of_the_book_and_need_no_pydantic(tmp_path: Path) -> None:
    names: set[str] = set()
    for wheel in own_wheels(ROOT):
        with zipfile.ZipFile(io.BytesIO(wheel.content)) as archive:
            archive.extractall(tmp_path)
            names |= set(archive.namelist())
        assert "pydantic" not in wheel.needs
    book = [name for name in names if name.startswith("sourcework_books/")]
    assert {Path(name).name for name in book if name.endswith(".yml")} == {
        "_config.yml",
        "sourcework.yml",
    }

    def show(folder: Path, *words: str) -> str:
        environment = os.environ | {"BOOK_FOLDER": "", "PYTHONPATH": str(tmp_path) if words else ""}
        command = [sys.executable, "-c", SHOW_ALL, *words]
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert show(tmp_path, "without") == show(ROOT)


@pytest.mark.parametrize(
    ("myst", "markdown"),
    [
        ("says {cite:t}`kotkin2014`.", "says Kotkin 2014."),
        ("so it is {cite}`kotkin2014, lewin1968`.", "so it is (Kotkin 2014; Lewin 1968)."),
        ("{download}`people.csv <data/people.csv>`", "[people.csv](data/people.csv)"),
        ("the file {archive}`book.zip`", "the file `book.zip`"),
        ("see [poison](poison.md#how)", "see [poison](poison.ipynb#how)"),
        ("see [access](accessibility.md)", "see [access](accessibility.md)"),
        (
            ":::{admonition} A box\n:class: tip\nOne.\n\nTwo.\n:::\nOn.",
            "> **A box**\n>\n> One.\n>\n> Two.\nOn.",
        ),
        ("```{folds} poison\n```\nOn.", "*This part is in the book alone.*\nOn."),
        ("```python\nx = 1\n```", "```python\nx = 1\n```"),
    ],
)
def test_what_only_sphinx_understands_becomes_markdown(myst: str, markdown: str) -> None:
    assert plain(myst, {"poison"}) == markdown


def test_every_page_with_cells_becomes_a_notebook() -> None:
    notebooks = {f"book/{page.name}".removesuffix("-answers") for page in chapters(ROOT)}
    sources = {page: (ROOT / f"{page}.md").read_text(encoding="utf-8") for page in PAGES}
    assert notebooks == {page for page, text in sources.items() if "\nkernelspec:" in text}
