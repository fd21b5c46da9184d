"""Extension points: code of a book alone, by the dotted names that `sourcework.yml` gives it."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

from .errors import DataError
from .paths import BOOK, ROOT
from .settings import FILE

__all__ = ["load"]

# So that chapters import what is the book's own, wherever Python was started.
if BOOK.is_dir() and str(BOOK) not in sys.path:
    sys.path.append(str(BOOK))


def load(name: str, dotted: str) -> Any:
    """Import the object `package.module.name` that the settings call `name`.

    Raises
    ------
    DataError
        If there is no such module or no such object in it.
    """
    module, _, attribute = dotted.rpartition(".")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        cure = "write package.module.name, of book/local or of an installed package"
        raise DataError(ROOT / FILE, name, f"{dotted} cannot be loaded: {error}", cure) from error
