"""The book's table of contents, for the tests that go through its pages."""

from __future__ import annotations

from pathlib import Path

import yaml

from sourcework.toc import listed

ROOT = Path(__file__).resolve().parents[1]
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = list(listed(ROOT))
