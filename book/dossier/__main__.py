"""The `dossier` command: `audit` looks for wrong data, `schema` describes the items' files.

`grade` grades a class.
"""

from __future__ import annotations

import argparse
import json
import sys

from .audit import audit
from .bank import schema
from .grading import command as grading

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0 if all is well and 1 if data are wrong."""
    parser = argparse.ArgumentParser(prog="dossier", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("audit", help="check seed, excerpts, tables, items and works")
    commands.add_parser("schema", help="print the JSON Schema of book/exercises/*.yml")
    grading.add_parser(commands)
    options = parser.parse_args(arguments)
    if hasattr(options, "run"):
        return int(options.run(options))
    if options.command == "schema":
        print(json.dumps(schema(), indent=2, ensure_ascii=False))
        return 0
    faults = audit()
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
