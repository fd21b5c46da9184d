"""What prose and items are held against: the words of the document, and the reviewed terms."""

from __future__ import annotations

from pathlib import Path

import pytest
from prose import words

from sourcework.document import load_seed
from sourcework.excerpts import load_excerpts

TERMS = Path(__file__).with_name("terms.txt")


@pytest.fixture(scope="module")
def seed_words() -> str:
    texts = [load_seed().line(n) for n in load_seed().substantive]
    texts += [one.reading for one in load_excerpts().values()]
    return " " + " / ".join(" ".join(words(text)) for text in texts) + " "


@pytest.fixture(scope="module")
def terms() -> set[str]:
    lines = TERMS.read_text(encoding="utf-8").splitlines()
    return {" ".join(words(line)) for line in lines if line and not line.startswith("#")}
