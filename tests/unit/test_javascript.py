"""The types of the book's JavaScript."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from contents import ROOT

from dossier.widgets.bare import bare
from dossier.widgets.base import module

NODE = Path(sys.executable).with_name("node")
COMPILER = ROOT / "tests/node_modules/typescript"
SCRIPTS = sorted([*(ROOT / "book").rglob("*.mjs"), *(ROOT / "book").rglob("*.js")])
# What is left of each text when the compiler has taken out comments and laid it out anew.
REWRITE = """
const ts = require(process.argv[1]);
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
const compilerOptions = { removeComments: true, target: "esnext", module: "esnext" };
const plain = (text) => ts.transpileModule(text, { compilerOptions }).outputText;
const lines = (text) => plain(text).split("\\n").map((line) => line.trim()).filter(Boolean);
console.log(JSON.stringify(texts.map(lines)));
"""
WIDGETS = sorted((ROOT / "book/dossier/widgets").glob("*.css"))


@pytest.mark.parametrize("settings", ["tsconfig.json", "tsconfig.worker.json"])
def test_the_types_written_in_comments_hold(settings: str) -> None:
    done = subprocess.run(
        [NODE, COMPILER / "bin/tsc", "-p", ROOT / "tests" / settings],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("", 0)


@pytest.mark.parametrize("name", [path.stem for path in WIDGETS if path.stem != "ui"])
def test_a_widget_joined_with_what_it_imports_is_one_module(name: str, tmp_path: Path) -> None:
    joined = tmp_path / "joined.mjs"
    joined.write_text(module(name), encoding="utf-8")
    done = subprocess.run([NODE, "--check", joined], capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0)


def test_scripts_lose_their_comments_and_nothing_else() -> None:
    whole = [path.read_text(encoding="utf-8") for path in SCRIPTS]
    slim = [bare(text) for text in whole]
    assert sum(map(len, slim)) < 0.85 * sum(map(len, whole))
    assert not [text for text in slim if "/**" in text or "\n//" in text]
    done = subprocess.run(
        [NODE, "-e", REWRITE, COMPILER],
        input=json.dumps([*whole, *slim]),
        capture_output=True,
        text=True,
        check=True,
    )
    rewritten = json.loads(done.stdout)
    for path, before, after in zip(SCRIPTS, rewritten, rewritten[len(whole) :], strict=False):
        assert after == before, path.name
