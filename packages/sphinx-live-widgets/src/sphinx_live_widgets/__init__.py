"""Sphinx extension: anywidgets live in a built page that has no kernel.

Add `sphinx_live_widgets` to the extensions of a book that myst-nb builds.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"
__all__ = ["HOST_SCRIPT", "HOST_STYLE", "PAGE", "__version__", "setup"]

PAGE = Path(__file__).resolve().parent / "page"  # what a page loads, as static files
HOST_SCRIPT = PAGE / "live-widgets/host.js"
HOST_STYLE = PAGE / "live-widgets/host.css"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension; Sphinx is imported only now, and files can be read without it."""
    from .extension import setup

    return setup(app)
