"""Extension points: code of a book alone, by the dotted names that `sourcework.yml` gives it."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

from .errors import DataError
from .paths import BOOK, ROOT
from .settings import FILE

__all__ = ["load"]


def load(name: str, dotted: str) -> Any:
    """Import the object `package.module.name` that the settings call `name`.

    What is the book's own is imported from its folder `book/`, wherever Python was started.

    Raises
    ------
    DataError
        If there is no such module or no such object in it.
    """
    if str(BOOK) not in sys.path:
        sys.path.append(str(BOOK))
    module, _, attribute = dotted.rpartition(".")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        cure = "write package.module.name, of book/local or of an installed package"
        raise DataError(ROOT / FILE, name, f"{dotted} cannot be loaded: {error}", cure) from error
