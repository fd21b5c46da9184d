"""The page check on pages named on standard input: what it tells of each, as JSON.

A list of lists of pages; each list is checked on its own, since a style is told of once.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sourcework.sphinx.page_check import BuiltPages


def main(book: Path) -> None:
    told = []
    for group in json.load(sys.stdin):
        pages = BuiltPages(book, ("/srv/the book",), ("allowed.example",))
        told.append([[vars(each) for each in pages.findings(book / name)] for name in group])
    print(json.dumps(told, default=str))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
