"""What a bench found, as tables to read and numbers to compute with, and where it was found."""

from __future__ import annotations

import datetime
import json
import os
import platform
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

__all__ = ["Report", "Table", "machine", "write"]


@dataclass(frozen=True)
class Table:
    """A table with its heading; cells are already words."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        """Return the table as Markdown, numbers to the right."""
        rules = ["---:" if cell[:1].isdigit() else "---" for cell in self.rows[0]]
        lines = [_line(cells) for cells in (self.columns, rules, *self.rows)]
        return "\n".join([f"## {self.title}", "", *lines])


@dataclass(frozen=True)
class Report:
    """What one bench found.

    Attributes
    ----------
    title
        What was measured.
    machine
        Where and with what, as `machine` returns it.
    method
        How, and what the numbers do not say; one item a sentence or two.
    tables
        The findings to be read.
    numbers
        The findings as JSON, every single run among them.
    """

    title: str
    machine: dict[str, str]
    method: Sequence[str]
    tables: Sequence[Table]
    numbers: Any

    def markdown(self) -> str:
        """Return the whole page."""
        stamp = [f"- {name}: {value}" for name, value in self.machine.items()]
        method = [f"- {each}" for each in self.method]
        tables = [table.markdown() for table in self.tables]
        parts = [f"# {self.title}", "\n".join(stamp), *tables, "## How", "\n".join(method)]
        return "\n\n".join(parts) + "\n"


def machine(packages: Iterable[str], **others: str) -> dict[str, str]:
    """Return what the numbers depend on: processor, load, versions; nothing that names a host.

    Parameters
    ----------
    packages
        Installed Python packages whose versions matter.
    others
        Versions of what is no Python package, by name.
    """
    versions = {"Python": platform.python_version()} | {name: version(name) for name in packages}
    return {
        "Measured": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "Machine": f"{os.cpu_count()} cores, {_processor()}, {platform.system()}",
        "Load average before": f"{os.getloadavg()[0]:.1f}",
        "Versions": ", ".join(f"{name} {value}" for name, value in (versions | others).items()),
    }


def write(report: Report, stem: Path) -> str:
    """Write `stem`.md and `stem`.json, and return the first."""
    text = report.markdown()
    stem.with_suffix(".md").write_text(text, encoding="utf-8")
    whole = {"machine": report.machine, "numbers": report.numbers}
    tables = [asdict(table) for table in report.tables]
    raw = json.dumps(whole | {"tables": tables}, indent=1, ensure_ascii=False)
    stem.with_suffix(".json").write_text(raw + "\n", encoding="utf-8")
    return text


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _processor() -> str:
    """Return the processor's model; only Linux tells it in a file."""
    info = Path("/proc/cpuinfo")
    text = info.read_text(encoding="utf-8") if info.exists() else ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1] if found else platform.processor() or platform.machine()
