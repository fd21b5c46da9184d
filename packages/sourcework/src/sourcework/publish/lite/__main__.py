"""Add `lite/` to the book in `_build/html`: `python -m sourcework.publish.lite`."""

from __future__ import annotations

import os
import sys

from ...console import escape_what_cannot_be_printed
from ...paths import ROOT
from .lite_errors import LiteError
from .manifest import read_manifest
from .site import Site, build
from .sources import standard_sources


def main() -> None:
    """Build, and say what was loaded from where and what is missing."""
    escape_what_cannot_be_printed()
    manifest = read_manifest()
    partial = os.environ.get("LITE_PARTIAL") == "1"
    tools = ROOT / ".venv-lite"
    try:
        sources = standard_sources(manifest, ROOT / "_build/cache/lite", os.environ.get("PYODIDE"))
        site = build(ROOT, ROOT / "_build/html", tools, manifest, sources, partial)
    except LiteError as error:
        sys.exit(str(error))
    _report(site)


def _report(site: Site) -> None:
    for where, count in site.distribution.origins.items():
        print(f"{count:3} from {where}")
    python = sum(site.distribution.sizes.values())
    print(f"{site.folder.relative_to(ROOT)}: {site.size / 1e6:.1f} MB, ", end="")
    print(f"of which a reader loads {python / 1e6:.1f} MB for Python")
    if site.distribution.missing:
        print(f"Warning: LITE_PARTIAL=1: without {', '.join(site.distribution.missing)}")


if __name__ == "__main__":
    main()
