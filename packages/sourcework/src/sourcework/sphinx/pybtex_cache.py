"""Look up once what pybtex would look up for each citation.

It searches the metadata of all installed packages for the backend that prints a citation, each time
that there is one to print: a fifth of a build. What is registered by name is found at once.
"""

from __future__ import annotations

from pybtex.plugin import find_plugin, register_plugin
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

_BACKENDS = ("docutils", "plaintext")


def setup(_app: Sphinx) -> ExtensionMetadata:
    """Register the backends that sphinxcontrib-bibtex uses."""
    for name in _BACKENDS:
        register_plugin("pybtex.backends", name, find_plugin("pybtex.backends", name), force=True)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
