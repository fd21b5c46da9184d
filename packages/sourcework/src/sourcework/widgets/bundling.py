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

__all__ = ["HERE", "module", "script"]

HERE = Path(__file__).resolve().parent
_IMPORTS = re.compile(
    r'^(?:import|export) (?:\{[^}]*\} from )?"(\.{1,2}/[\w/]+\.mjs)";\n', re.MULTILINE
)
_EXPORT = re.compile(r"^((?:/\*\*.*?\*/ )?)export (?=[a-z])", re.MULTILINE)
_STATEMENT = re.compile(r"^(?:/\*\*.*?\*/ )?[a-zA-Z]", re.MULTILINE)
_DECLARED = re.compile(
    r"^(?:/\*\*.*?\*/ )?(?:export )?(?:async )?(?:const|let|class|function\*?) (\w+)", re.MULTILINE
)
_NESTED = re.compile(r"\$\{[^}`]*`")
# What has no name of a statement in it: comments, and names of classes.
_NAMELESS = re.compile(
    r"/\*.*?\*/|(?:^|(?<=\s))//[^\n]*|[a-z]+(?:-[a-z]+)+", re.DOTALL | re.IGNORECASE
)
_NAME = re.compile(r"(?:(?<![\w.])|(?<=\.\.\.))\w+")  # not that of a property
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

    @cached_property
    def names(self) -> set[str]:
        """Return the names that it may use."""
        return set(_NAME.findall(_NAMELESS.sub("", self.text)))


def module(name: str, folder: Path = HERE) -> str:
    """Return the JavaScript module of the widget `name`, joined with what it imports.

    That lies in the same folder or among the widgets of the engine; what of these it does not use
    is left out.

    Jupyter hands a widget's module over as one text, and a text can import nothing from beside it.
    In the built book its comments are left out: they are a third of what a reader would load.
    What it keeps in a browser, and the files that it saves, bear the name of this book.

    Raises
    ------
    DataError
        If two of the modules declare one name: joined, they have one scope.
    """
    joined = _joined(name, folder)
    return _small(joined, module=True) if in_book() else joined


def script(name: str, folder: Path = HERE) -> str:
    """Return the same as a classic script, since a page opened from a disk may load no modules."""
    inside = _EXPORT.sub(r"\1", _joined(name, folder))
    joined = f"(() => {{\n{inside}\n}})();\n"
    return _small(joined) if in_book() else joined


def _small(text: str, *, module: bool = False) -> str:
    from ..minifier import minified  # which only who builds the book has

    return minified(text, module=module)


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
    used = [each.text for each in _used(statements, own)]
    if not in_book():
        return "".join(used)
    from rjsmin import jsmin  # which only who builds the book has

    # Of a template within another it would take the blanks for blanks of the code.
    return "\n".join(text if _NESTED.search(text) else str(jsmin(text)) for text in used)


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
            for word in serving.keys() & one.names:
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
