"""Read a chapter as its reader does: sections, paragraphs, sentences; no code, no markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

BOOK = Path(__file__).resolve().parents[2] / "book"
_FENCE = re.compile(r"^(`{3,}|:{3,})\s*(\{[\w:-]+\})?")
_SPOKEN_DIRECTIVES = {"{margin}", "{note}", "{admonition}", "{tip}", "{important}", "{warning}"}
_SPOKEN_DIRECTIVES |= {"{reading-step}"}
_FOLD = ("<details", "</details")
_DEEPER = (":::{deeper}", ":::{deeper-end}")
_ROLE = re.compile(r"\{(cite(?::\w+)?|ref|doc|term|abbr)\}`([^`]*)`")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: the headings of levels two and three over it, its source and plain words."""

    section: str
    part: str
    line: int
    source: str
    folded: bool  # whether it stands in a fold, which a reader may leave shut
    deeper: bool  # whether this is one of what a first reading can do without

    @property
    def cites(self) -> bool:
        return "{cite" in self.source

    @property
    def plain(self) -> str:
        return plain(self.source)

    @property
    def words(self) -> int:
        return len(re.findall(r"[\w’'-]+", self.plain))

    @property
    def sentences(self) -> list[str]:
        return [s for s in re.split(r"(?<=[.?!])[”\"’')]*\s+(?=[“\"‘'(A-Z0-9])", self.plain) if s]


def plain(source: str) -> str:
    """Drop markup: roles and links keep what a reader sees of them, citations vanish."""

    def role(match: re.Match[str]) -> str:
        kind, content = match.groups()
        if kind.startswith("cite"):
            return "" if kind != "cite:t" else "Author"
        return content.partition("<")[0].strip()

    text = _ROLE.sub(role, source)
    text = re.sub(r"`([^`]*)`", r"\1", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\[([^\]]*)\]\{[^}]*\}", r"\1", text)
    text = re.sub(r"\*+|(?<!\w)_+|_+(?!\w)", "", text)
    text = re.sub(r"^\s*(?:[-*+]|\d+\.|>|:)\s+", "", text, flags=re.MULTILINE)
    return re.sub(r"\s+", " ", text).strip()


def _visible_lines(text: str) -> list[tuple[int, str]]:
    """Return numbered lines of prose, the rest made blank so that paragraphs stay apart."""
    lines: list[tuple[int, str]] = []
    stack: list[tuple[str, bool]] = []
    front = text.startswith("---")
    for number, line in enumerate(text.splitlines(), start=1):
        if front:
            front = not (number > 1 and line.strip() == "---")
            continue
        fence = _FENCE.match(line.strip())
        if fence:
            marker, directive = fence.groups()
            if stack and directive is None and marker.startswith(stack[-1][0]):
                stack.pop()
            else:
                stack.append((marker, directive in _SPOKEN_DIRECTIVES))
            lines.append((number, ""))
            continue
        hidden = any(not spoken for _, spoken in stack)
        option = bool(stack) and re.match(r":[\w-]+:", line.strip())
        target = re.match(r"\([\w:-]+\)=", line)
        raw = line.startswith(("<", "|")) or re.match(r"^\{[.#]", line)
        lines.append((number, "" if hidden or option or target or raw else line))
    return lines


def _lines_within(text: str, begin: str, end: str) -> set[int]:
    """Return the numbers of the lines between such marks, which may stand in one another."""
    within, depth = set(), 0
    for number, line in enumerate(text.splitlines(), start=1):
        depth += line.startswith(begin)
        if depth:
            within.add(number)
        depth -= line.startswith(end)
    return within


def _found_lines(text: str) -> set[int]:
    """Return the numbers of the lines in what a step has found."""
    found, is_found = set(), False
    for number, line in enumerate(text.splitlines(), start=1):
        is_found = line.startswith(":::{reading-step}") or (is_found and line != ":::")
        if is_found:
            found.add(number)
    return found


def paragraphs(page: Path) -> list[Paragraph]:
    """Return the paragraphs and list items of a page, headings apart, in order."""
    found: list[Paragraph] = []
    section, part, buffer, start = "", "", [], 0
    text = page.read_text(encoding="utf-8")
    deeper = _lines_within(text, *_DEEPER)
    folded = _lines_within(text, *_FOLD) | deeper | _found_lines(text)

    def flush() -> None:
        if buffer:
            closed = (start in folded, start in deeper)
            found.append(Paragraph(section, part, start, "\n".join(buffer), *closed))
            buffer.clear()

    for number, line in _visible_lines(text):
        heading = re.match(r"^(#+)\s+(.*)", line)
        item = re.match(r"^\s*(?:[-*+]|\d+\.)\s+", line)
        if heading or not line.strip() or item:
            flush()
        if heading:
            level, name = len(heading.group(1)), heading.group(2)
            section = name if level == 2 else section
            part = {2: "", 3: name}.get(level, part)
        elif line.strip():
            start = start if buffer else number
            buffer.append(line)
    flush()
    return found


def sections(page: Path) -> list[str]:
    """Return the level-two headings of a page, in order."""
    return [
        match.group(1)
        for _, line in _visible_lines(page.read_text(encoding="utf-8"))
        if (match := re.match(r"^##\s+(.*)", line))
    ]


def bare(text: str) -> str:
    """Fold what typography changes, so that only words count."""
    text = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    text = re.sub(r"[.…]{2,}|…|(?:\. )+\.", " ", text.replace("—", " ").replace("–", " "))
    return re.sub(r"[^a-z0-9' -]+|(?<!\w)'|'(?!\w)", " ", text.lower())


def words(text: str) -> list[str]:
    return bare(text).split()
