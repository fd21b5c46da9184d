"""The engines that are not Chromium, each started once, and the book served to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from editions import Site
from engine import Engine
from firefox import Firefox
from installed import ENGINES, needed
from servers import serving
from webkit import WebKit


@pytest.fixture(scope="session", params=list(ENGINES))
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    needed(request.param)
    started = (
        Firefox(tmp_path_factory.mktemp("firefox")) if request.param == "firefox" else WebKit()
    )
    yield started
    started.quit()


@pytest.fixture(scope="session")
def served(built: Path, engine: Engine) -> Iterator[str]:
    with serving(built, head=engine.ear) as address:
        yield address


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Iterator[Site]:
    site = Site(built, tmp_path)
    yield site
    site.stop()
