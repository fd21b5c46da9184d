"""Script of the engine's tests: what bears the name of the book, as this book has it."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from sourcework.answers import answers_format
from sourcework.display import stylesheet
from sourcework.identity import book_id, book_title
from sourcework.paths import ROOT
from sourcework.publish.printed_document import read_title
from sourcework.quizzes.prompts import identifier
from sourcework.widgets.widget_base import module


def kept_under() -> str:
    """Return the name under which a browser keeps the record."""
    (name,) = re.findall(r'^export const BOOK = "(.*)";$', module("memory"), re.MULTILINE)
    return str(name)


if __name__ == "__main__":
    found = {
        "id": book_id(),
        "main title": book_title(),
        "record": kept_under(),
        "answers": answers_format(),
        "print": stylesheet("print.css"),
        "title of the PDF": read_title(ROOT).name,
        "identifier": identifier("bell/choice-1"),
    }
    Path(sys.argv[2]).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
