"""What a page packs for a platform, against zlib: each reads what the other has packed."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from contents import ROOT

NODE = Path(sys.executable).with_name("node")
MODULE = ROOT / "packages/sourcework/src/sourcework/widgets/scorm/packing.mjs"
TEXTS = [
    "",
    "a",
    "a" * 700,
    "Żak’s bell 🔔, " * 200,
    json.dumps({f"night-watch/choice-{number}": {"response": "odowd"} for number in range(90)}),
    "".join(chr(33 + number * number * 7919 % 90) for number in range(3000)),
    (ROOT / "README.md").read_text(encoding="utf-8"),
]
KNOWN = '{"items":{"/choice-1":{"saved":"2026","work":{"response":"'
SCRIPT = """
const { packedText, unpackedText } = await import(process.argv[1]);
const [texts, known] = JSON.parse(await new Promise((resolve) => {
  let all = "";
  process.stdin.on("data", (piece) => { all += piece; }).on("end", () => resolve(all));
}));
const packed = texts.map((text) => packedText(text, known));
const cut = packed.map((text) => {
  try {
    return unpackedText(btoa(atob(text).slice(0, -2)), known);
  } catch (error) {
    return null;
  }
});
console.log(JSON.stringify({ packed, back: packed.map((text) => unpackedText(text, known)), cut }));
"""


@pytest.mark.parametrize("known", ["", KNOWN])
def test_what_is_packed_is_read_by_zlib_and_comes_back(known: str) -> None:
    done = subprocess.run(
        [NODE, "--input-type=module", "--eval", SCRIPT, MODULE.as_uri()],
        input=json.dumps([TEXTS, known]),
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert told["back"] == TEXTS
    assert not any(cut == text for cut, text in zip(told["cut"], TEXTS, strict=True))
    for packed, text in zip(told["packed"], TEXTS, strict=True):
        reader = zlib.decompressobj(-zlib.MAX_WBITS, zdict=known.encode())
        data = base64.b64decode(packed)
        assert reader.decompress(data).decode() == text
        best = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=known.encode())
        least = len(best.compress(text.encode()) + best.flush())
        assert len(data) <= 1.05 * least + 16, "a twentieth more than zlib at its best"
