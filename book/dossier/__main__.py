"""The `dossier` command: `dossier audit` looks for wrong data."""

from __future__ import annotations

import argparse
import sys

from .audit import audit

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0 if all is well and 1 if data are wrong."""
    parser = argparse.ArgumentParser(prog="dossier", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("audit", help="check seed, excerpts, tables and bibliography")
    parser.parse_args(arguments)
    faults = audit()
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
