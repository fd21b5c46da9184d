"""Bundler: joins a widget's JavaScript modules into the one text that Jupyter takes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..display import in_book
from ..errors import DataError
from ..identity import book_id

__all__ = ["HERE", "module", "script", "small"]

HERE = Path(__file__).resolve().parent
_IMPORTS = re.compile(
    r'^(?:import|export) (?:\{[^}]*\} from )?"(\.{1,2}/[\w/]+\.mjs)";\n', re.MULTILINE
)
_EXPORT = re.compile(r"^((?:/\*\*.*?\*/ )?)export (?=[a-z])", re.MULTILINE)
_DEFAULT = re.compile(r"^export default ", re.MULTILINE)
_STATEMENT = re.compile(r"^(?:/\*\*.*?\*/ )?[a-zA-Z]", re.MULTILINE)
_DECLARED = re.compile(
    r"^(?:/\*\*.*?\*/ )?(?:export )?(?:async )?(?:const|let|class|function\*?) (\w+)", re.MULTILINE
)
_ADDED = re.compile(r"^([A-Z]\w*)\.\w+ = ", re.MULTILINE)


@dataclass(frozen=True)
class _Statement:
    """A statement that begins at the margin of a module, with the comment above it."""

    file: Path
    text: str

    @cached_property
    def declares(self) -> str:
        """Return the name that it declares, if it does."""
        declared = _DECLARED.search(self.text)
        return declared[1] if declared else ""

    @cached_property
    def serves(self) -> str:
        """Return the name without which it is of no use: its own, or that of what it adds to."""
        added = _ADDED.search(self.text)
        return added[1] if added else self.declares


def module(name: str, folder: Path = HERE) -> str:
    """Return the JavaScript module of the widget `name`, joined with what it imports.

    That lies in the same folder or among the widgets of the engine; what of these it does not use
    is left out.

    Jupyter hands a widget's module over as one text, and a text can import nothing from beside it.
    In the built book it is made small: as written it is twice of what a reader loads.
    What it keeps in a browser, and the files that it saves, bear the name of this book.

    Raises
    ------
    DataError
        If two of the modules declare one name: joined, they have one scope.
    """
    joined = _joined(name, folder)
    if not in_book():
        return joined
    inside, exports = _DEFAULT.subn("return ", joined)
    return small(f"export default {_closed(inside)}" if exports else joined)


def script(name: str, folder: Path = HERE) -> str:
    """Return the same as a classic script, since a page opened from a disk may load no modules."""
    whole = _closed(_joined(name, folder))
    return small(whole) if in_book() else whole


def _closed(text: str) -> str:
    """Put a module into a function, where all its names can be short."""
    inside = _EXPORT.sub(r"\1", text)
    return f"(() => {{\n{inside}\n}})();\n"


def small(text: str) -> str:
    """Return JavaScript without comments and blanks, and with short names within its functions."""
    from minify import string  # which only who builds the book has

    return str(string("text/javascript", text))


def _joined(name: str, folder: Path) -> str:
    texts: dict[Path, str] = {}
    own = _found(folder, f"{name}.mjs")
    _collect(own, texts)
    parts = [(file, part) for file, text in texts.items() for part in _parts(text)]
    statements = [
        _Statement(file, part)
        for file, part in parts
        if file == own or not part.startswith("export default ")
    ]
    _check_names(statements)
    return "".join(each.text for each in _used(statements, own))


def _found(folder: Path, name: str) -> Path:
    own = (folder / name).resolve()
    return own if own.is_file() else (HERE / name).resolve()


def _collect(file: Path, texts: dict[Path, str]) -> None:
    text = file.read_text(encoding="utf-8")
    if file.name == "identity.mjs":
        text = text.replace('"book"', json.dumps(_identity()))
    for name in _IMPORTS.findall(text):
        imported = _found(file.parent, name)
        if imported not in texts:
            _collect(imported, texts)
    texts[file] = _IMPORTS.sub("", text) + "\n"


def _identity() -> str:
    """Return the book's identifier, or that of none: the package can be imported without a book."""
    try:
        return book_id()
    except DataError:
        return "book"


def _parts(text: str) -> list[str]:
    """Cut a module into its statements: what goes on is indented, or begins with a bracket."""
    parts = [""]
    for line in text.splitlines(keepends=True):
        if re.match("[a-zA-Z/]", line) and _STATEMENT.search(parts[-1]):
            parts.append("")
        parts[-1] += line
    return parts


def _used(statements: list[_Statement], own: Path) -> list[_Statement]:
    """Leave out what is the engine's, and neither `own` uses it nor anything that it uses."""
    serving: dict[str, list[_Statement]] = {}
    for each in statements:
        serving.setdefault(each.serves, []).append(each)
    used: set[_Statement] = set()
    found = [each for each in statements if each.file == own or not each.file.is_relative_to(HERE)]
    found += serving.pop("", [])
    while found:
        one = found.pop()
        if one not in used:
            used.add(one)
            for word in serving.keys() & set(re.findall(r"\w+", one.text)):
                found += serving[word]
    return [each for each in statements if each in used]


def _check_names(statements: list[_Statement]) -> None:
    homes: dict[str, Path] = {}
    for one in statements:
        home = homes.setdefault(one.declares, one.file)
        if one.declares and home != one.file:
            raise DataError(
                one.file,
                f'name "{one.declares}"',
                f"{home.name} declares it too, and a widget's modules are joined to one",
                "give it a name of its own",
            )
