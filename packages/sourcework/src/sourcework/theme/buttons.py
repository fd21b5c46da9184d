"""Buttons of a page's header, as data for `buttons.html`: what the options of the theme ask for.

The options are named as Jupyter Book names them: downloads and full screen, what leads to the
repository of the book, and `launch_buttons`, the services that run a page from there.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.util.logging import getLogger
from sphinx.util.typing import ExtensionMetadata

from . import NAME

__all__ = ["Button", "Menu", "RepositoryLinks", "of_repository", "services"]

_LOGGER = getLogger(__name__)
_HOSTS = {"github": "https://github.com", "gitlab": "https://gitlab.com", "bitbucket": ""}
_EDIT = {
    "github": "edit/{branch}/{file}",
    "gitlab": "-/edit/{branch}/{file}",
    "bitbucket": "src/{branch}/{file}?mode=edit",
}
_SOURCE = {
    "github": "blob/{branch}/{file}?plain=1",
    "gitlab": "-/blob/{branch}/{file}?plain=1",
    "bitbucket": "src/{branch}/{file}",
}
_ISSUE = {
    "github": "issues/new?title=Issue%20on%20page%20%2F{page}.html"
    "&body=Your%20issue%20content%20here.",
    "gitlab": "-/issues/new?issue[title]=Issue%20on%20page%20%2F{page}.html"
    "&issue[description]=Your%20issue%20content%20here.",
}
_INTERFACES = {"classic": "tree", "jupyterlab": "lab/tree"}
_FROM_GITHUB = ("colab_url", "deepnote_url")


@dataclass(frozen=True)
class Button:
    """A button: its words and what follows them, its icon, and where it leads or what it does."""

    words: str
    after: str = ""
    icon: str = ""
    address: str = ""
    act: str = ""


@dataclass(frozen=True)
class Menu:
    """A button that opens a list of others."""

    words: str
    icon: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class RepositoryLinks:
    """Where the source of the book is published, and in which folder of it the book lies."""

    host: str
    owner: str
    name: str
    provider: str
    branch: str
    folder: str

    @classmethod
    def read(cls, options: dict[str, Any]) -> RepositoryLinks:
        """Read the options of the theme, or raise a `ConfigError` that says what is missing."""
        address = str(options["repository_url"] or "").strip("/")
        host, owner, name = (["", "", *address.rsplit("/", 2)])[-3:]
        known = (each for each in _HOSTS if each in host.lower())
        provider = str(options["repository_provider"] or "").lower() or next(known, "")
        if not host or provider not in _HOSTS:
            raise ConfigError(
                f'repository.url in _config.yml is "{address}", from which no button can be made; '
                "set it to the address of a repository, like https://github.com/owner/name, or, "
                "elsewhere, set repository_provider in html_theme_options to github, gitlab or "
                "bitbucket as well"
            )
        folder = str(options["path_to_docs"] or "").strip("/")
        branch = str(options["repository_branch"] or "main")
        return cls(host, owner, name, provider, branch, f"{folder}/" if folder else "")

    @property
    def address(self) -> str:
        """Where it is, for people and for Git."""
        return f"{self.host}/{self.owner}/{self.name}"

    @property
    def on_binder(self) -> str:
        """How Binder calls its branch."""
        if self.host == _HOSTS["github"]:
            return f"gh/{self.owner}/{self.name}/{self.branch}"
        if self.host == _HOSTS["gitlab"]:
            return f"gl/{self.owner}%2F{self.name}/{self.branch}"
        return f"git/{quote(self.address)}/{self.branch}"

    def place(self, pattern: str, page: str, suffix: str) -> str:
        """Return the address of a page's source in one of the forms above."""
        file = f"{self.folder}{page}{suffix}"
        return f"{self.address}/{pattern.format(branch=self.branch, file=file, page=page)}"


def services(options: dict[str, Any], page: str, suffix: str) -> Iterator[Button]:
    """Yield what runs a page; `suffix` is the ending of what is run."""
    given = {name: value for name, value in (options["launch_buttons"] or {}).items() if value}
    addresses = {name: str(each).rstrip("/") for name, each in given.items() if "_url" in name}
    if not addresses:
        return
    repository = RepositoryLinks.read(options)
    interface = given.get("notebook_interface", "classic")
    if interface not in _INTERFACES:
        raise ConfigError(
            f'launch_buttons.notebook_interface in _config.yml is "{interface}"; '
            f"set it to one of {', '.join(_INTERFACES)}"
        )
    opened = _INTERFACES[interface]
    file = f"{repository.folder}{page}{suffix}"
    if address := addresses.get("binderhub_url"):
        query = f"urlpath={opened}/{file}"
        yield _service("Binder", f"{address}/v2/{repository.on_binder}?{query}")
    if address := addresses.get("jupyterhub_url"):
        parts = {"repo": repository.address, "urlpath": f"{opened}/{repository.name}/{file}"}
        query = urlencode(parts | {"branch": repository.branch}, safe="/")
        yield _service("JupyterHub", f"{address}/hub/user-redirect/git-pull?{query}")
    on_github = f"{repository.owner}/{repository.name}/blob/{repository.branch}/{file}"
    for name in _FROM_GITHUB if repository.provider != "github" else ():
        if addresses.pop(name, ""):
            told = "launch_buttons.%s takes pages from GitHub alone; leave it out of _config.yml"
            _LOGGER.warning(told, name, once=True)
    if address := addresses.get("colab_url"):
        yield _service("Colab", f"{address}/github/{on_github}")
    if address := addresses.get("deepnote_url"):
        target = quote(f"https://github.com/{on_github}", safe="")
        yield _service("Deepnote", f"{address}/launch?url={target}")
    if address := addresses.get("jupyterlite_url"):
        ending = str(given.get("jupyterlite_ext", suffix)).strip()
        yield _service("JupyterLite", f"{address}?path={repository.folder}{page}{ending}")


def _service(name: str, address: str) -> Button:
    return Button("Launch on", name, address=address)


def of_repository(options: dict[str, Any], page: str, suffix: str) -> Iterator[Button]:
    """Yield what leads to the repository; a page without a source has no `suffix`."""
    wanted = {
        each: _is_on(options[f"use_{each}_button"])
        for each in ("repository", "source", "edit_page", "issues")
    }
    if not any(wanted.values()):
        return
    repository = RepositoryLinks.read(options)
    if wanted["repository"]:
        yield Button("Source repository", icon="source", address=repository.address)
    if wanted["source"] and suffix:
        address = repository.place(_SOURCE[repository.provider], page, suffix)
        yield Button("Show source", address=address)
    if wanted["edit_page"] and suffix:
        address = repository.place(_EDIT[repository.provider], page, suffix)
        yield Button("Suggest edit", address=address)
    if wanted["issues"] and repository.provider in _ISSUE:
        address = repository.place(_ISSUE[repository.provider], page, suffix)
        yield Button("Open an issue", address=address)


def _is_on(option: object) -> bool:
    return str(option).lower() == "true"


def _copied_notebook(app: Sphinx, page: str) -> str:
    """Put the notebook that was made of a page beside its source; return its path there."""
    made = Path(app.outdir).parent / f"jupyter_execute/{page}.ipynb"
    if not made.is_file():
        return ""
    target = Path(app.outdir) / f"_sources/{page}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made, target)
    return f"{page}.ipynb"


def _downloads(sources: str, suffix: str, source: str, notebook: str) -> Menu:
    files = [Button("Download source file", f"({suffix})", address=f"{sources}/{source}")]
    if notebook:
        files.insert(
            0, Button("Download notebook file", "(.ipynb)", address=f"{sources}/{notebook}")
        )
    return Menu("Download this page", "download", (*files, Button("Print to PDF", act="print")))


def offer(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Give the layout the buttons of a page: its ways to be run, the repository, and the page."""
    if app.config.html_theme != NAME:
        return
    builder: Any = app.builder
    options = builder.theme.get_options(builder.theme_options)
    suffix = str(context.get("page_source_suffix") or "")
    offered: list[Button | Menu] = []
    notebook = ""
    if suffix == ".ipynb" or "kernelspec" in app.env.metadata.get(page, {}):
        beside = Path(app.env.doc2path(page)).with_suffix(".ipynb").is_file()
        run = tuple(services(options, page, ".ipynb" if beside else suffix))
        if run:
            notebook = _copied_notebook(app, page) if suffix == ".md" else ""
            offered.append(Menu("Launch interactive content", "run", run))
    found = tuple(of_repository(options, page, suffix))
    offered += [Menu("Source repositories", "source", found)] if len(found) > 1 else found
    if suffix and _is_on(options["use_download_button"]):
        sources = context["pathto"]("_sources", 1)
        offered.append(_downloads(sources, suffix, context["sourcename"], notebook))
    if _is_on(options["use_fullscreen_button"]):
        offered.append(Button("Fullscreen mode", icon="full-screen", act="full-screen"))
    context["header_buttons"] = offered


def _tell_thebe(_app: Sphinx, config: Config) -> None:
    """Say to Thebe, if the book has it, from where it starts a page's Python."""
    options = config.html_theme_options if config.html_theme == NAME else {}
    if "thebe_config" in config and (options.get("launch_buttons") or {}).get("thebe"):
        named = {name: options.get(name) for name in ("repository_url", "repository_branch")}
        told = {name: value for name, value in named.items() if value}
        config.thebe_config = told | (config.thebe_config or {})


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.connect("config-inited", _tell_thebe)
    app.connect("html-page-context", offer)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
