"""Offer on every page that is a notebook to run it where there is a Python: the list `launches`.

Where the book's repository is, is said by three environment variables. `BOOK_REPOSITORY` is its
address, `https://github.com/owner/name` or the same on GitLab; `BOOK_BRANCH` is `main` unless it
says otherwise; `BOOK_HUB` is the address of a school's own JupyterHub. Without a repository there
is nothing to start from and no button appears: a button that does not work is worse than none.
`BOOK_LITE`, set by `make lite`, says that the book has notebooks of its own that run in a browser.

Another way to run a page is one more function in `WAYS`, which gives a `Launch` or nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urlsplit

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ConfigError
from sphinx.util.typing import ExtensionMetadata

__all__ = ["WAYS", "Launch", "Repository", "binder", "hub", "launches", "read_hub"]

_BINDER = "https://mybinder.org/v2"
_HOSTS = {"github.com": ("gh", r"[\w.-]+/[\w.-]+"), "gitlab.com": ("gl", r"[\w.-]+(/[\w.-]+)+")}
_BRANCH = re.compile(r"[^\s~^:?*\[\\/-][^\s~^:?*\[\\]*")
_AS_BROWSERS = "!~*'()"  # what JavaScript's encodeURIComponent leaves alone


@dataclass(frozen=True)
class Launch:
    """A way to run a page: the words of its link, where it leads, and what to know beforehand.

    What runs in the page's own browser, and not on a server elsewhere, is `here`: it needs scripts,
    and a book that was not opened from a disk.
    """

    label: str
    address: str
    note: str
    here: bool = False


@dataclass(frozen=True)
class Repository:
    """Where the book's source is published.

    Attributes
    ----------
    host
        `github.com` or `gitlab.com`.
    path
        Owner and name, on GitLab perhaps with groups between them.
    """

    host: str
    path: str
    branch: str = "main"

    @classmethod
    def read(cls, address: str, branch: str) -> Repository:
        """Read a repository's address, or raise a `ConfigError` that says what it should be."""
        parts = urlsplit(address)
        path = parts.path.strip("/").removesuffix(".git")
        _, pattern = _HOSTS.get(parts.netloc, ("", "$^"))
        rest = parts.query + parts.fragment
        if parts.scheme != "https" or rest or not re.fullmatch(pattern, path, re.ASCII):
            raise ConfigError(
                f'BOOK_REPOSITORY is "{address}"; set it to the address of a repository on GitHub '
                "or GitLab, like https://github.com/owner/name, or leave it out"
            )
        if not _BRANCH.fullmatch(branch):
            raise ConfigError(
                f'BOOK_BRANCH is "{branch}"; set it to the name of a branch, like main'
            )
        return cls(parts.netloc, path, branch)

    @property
    def address(self) -> str:
        """Where it is, for people and for Git."""
        return f"https://{self.host}/{self.path}"

    @property
    def folder(self) -> str:
        """The name of the folder into which Git clones it."""
        return self.path.rpartition("/")[2]


def read_hub(address: str) -> str:
    """Return a hub's address without what follows it in a browser's bar, or raise `ConfigError`."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ConfigError(
            f'BOOK_HUB is "{address}"; set it to the address of a JupyterHub, '
            "like https://hub.school.example, or leave it out"
        )
    path = re.sub(r"/(hub|user)(/.*)?$", "", parts.path).rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path}"


def binder(repository: Repository, source: str) -> str:
    """Return the address at which Binder opens a page's source, a path in the repository."""
    provider, _ = _HOSTS[repository.host]
    path = quote(repository.path, safe="/" if provider == "gh" else "")
    branch = quote(repository.branch, safe="")
    return f"{_BINDER}/{provider}/{path}/{branch}?urlpath=lab/tree/{source}"


def hub(address: str, repository: Repository, source: str) -> str:
    """Return the link by which nbgitpuller brings a student the book and opens a page."""
    parts = {
        "repo": repository.address,
        "branch": repository.branch,
        "urlpath": f"lab/tree/{repository.folder}/{source}",
    }
    query = "&".join(f"{name}={quote(value, safe=_AS_BROWSERS)}" for name, value in parts.items())
    return f"{address}/hub/user-redirect/git-pull?{query}"


def _on_binder(config: Config, source: str) -> Launch | None:
    if not config.launch_repository:
        return None
    repository = Repository.read(config.launch_repository, config.launch_branch)
    note = "On a public server, without an account. Starting may take some minutes."
    return Launch("Run on Binder", binder(repository, source), note)


def _on_hub(config: Config, source: str) -> Launch | None:
    if not config.launch_hub:
        return None
    if not config.launch_repository:
        raise ConfigError(
            "BOOK_HUB is set but not BOOK_REPOSITORY, from which a hub takes the book"
        )
    repository = Repository.read(config.launch_repository, config.launch_branch)
    address = hub(read_hub(config.launch_hub), repository, source)
    return Launch(
        "Run on your school’s hub", address, "With your account there; your work is kept."
    )


def _in_browser(config: Config, source: str) -> Launch | None:
    if not config.launch_lite:
        return None
    page = PurePosixPath(source).stem
    address = f"{'../' * source.count('/')}lite/run.html?path={page}.ipynb"
    note = "Without a server or an account. First you are told how much will be loaded."
    return Launch("Run in the browser", address, note, here=True)


WAYS: list[Callable[[Config, str], Launch | None]] = [_in_browser, _on_binder, _on_hub]


def launches(config: Config, source: str) -> list[Launch]:
    """Return the ways to run a page, `source` being its path in the repository."""
    return [launch for way in WAYS if (launch := way(config, source))]


def _check(_app: Sphinx, config: Config) -> None:
    """Find a bad address before the first page is read."""
    launches(config, "")


def runs(env: BuildEnvironment, page: str) -> str:
    """Return the path of what a page with code is run from: its source, or a notebook for it.

    Empty for a page without code.
    """
    about = env.metadata.get(page, {})
    source = PurePosixPath(env.doc2path(page, base=False))
    return (
        str(source.with_name(about.get("notebook", source.name))) if "kernelspec" in about else ""
    )


def offer(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Give the layout the ways to run a page; only a notebook has any."""
    if source := runs(app.env, page):
        context["launches"] = launches(app.config, source)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    settings = {"repository": "", "branch": "main", "hub": "", "lite": ""}
    for name, default in settings.items():
        value = os.environ.get(f"BOOK_{name.upper()}") or default
        app.add_config_value(f"launch_{name}", value, "html", types=frozenset({str}))
    app.connect("config-inited", _check)
    app.connect("html-page-context", offer)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
