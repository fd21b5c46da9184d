"""Run benches and write what they found: `python -m benchmarks [NAME ...]`, all without a name."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from sourcework.console import escape_what_cannot_be_printed

from . import builds, grading, launch, lite, pages, widgets
from .report import Report, write

BENCHES: dict[str, Callable[[], Report]] = {
    "builds": builds.run,
    "long": builds.run_long,
    "grading": grading.run,
    "launch": launch.run,
    "lite": lite.run,
    "pages": pages.run,
    "widgets": widgets.run,
}


def main() -> None:
    """Run the benches that the command line names."""
    escape_what_cannot_be_printed()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    names: list[str] = parser.parse_args().names
    for name in names:
        if name not in BENCHES:
            parser.error(f'no bench is named "{name}"; there are: {", ".join(BENCHES)}')
    for name in names or BENCHES:
        print(write(BENCHES[name](), Path(__file__).with_name(name)))


if __name__ == "__main__":
    main()
