"""Lighthouse on a page: how it scores and how long a simulated phone waits."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Verdict", "judge", "version"]

_PACKAGE = Path(__file__).resolve().parent / "node_modules/lighthouse"
_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


@dataclass(frozen=True)
class Verdict:
    """One run on one page.

    Attributes
    ----------
    performance, accessibility, practices, seo
        Scores, 0 to 100.
    paint, largest
        First and largest contentful paint, milliseconds.
    blocked
        Total blocking time, milliseconds.
    shift
        Cumulative layout shift, no unit.
    failed
        The audits that are not passed, by their ids.
    """

    performance: int
    accessibility: int
    practices: int
    seo: int
    paint: float
    largest: float
    blocked: float
    shift: float
    failed: list[str]


def version() -> str:
    """Return the version of Lighthouse."""
    manifest = json.loads((_PACKAGE / "package.json").read_text(encoding="utf-8"))
    return str(manifest["version"])


def judge(url: str) -> Verdict:
    """Run Lighthouse's default, a phone with simulated throttling, on `url`."""
    names = ("chromium", "chromium-browser", "google-chrome")
    system = next((path for name in names if (path := shutil.which(name))), None)
    environment = os.environ | ({"CHROME_PATH": system} if system else {})
    done = subprocess.run(
        [
            "node",
            _PACKAGE / "cli/index.js",
            url,
            "--quiet",
            "--output=json",
            f"--chrome-flags={_FLAGS}",
        ],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"Lighthouse on {url}: {done.stderr[-1000:]}")
    return _verdict(json.loads(done.stdout))


def _verdict(report: dict[str, Any]) -> Verdict:
    scores = {name: round(100 * each["score"]) for name, each in report["categories"].items()}
    audits = report["audits"]
    values = {
        name: audits[audit]["numericValue"]
        for name, audit in {
            "paint": "first-contentful-paint",
            "largest": "largest-contentful-paint",
            "blocked": "total-blocking-time",
            "shift": "cumulative-layout-shift",
        }.items()
    }
    return Verdict(
        scores["performance"],
        scores["accessibility"],
        scores["best-practices"],
        scores["seo"],
        **values,
        failed=[name for name, each in audits.items() if each["score"] == 0],
    )
