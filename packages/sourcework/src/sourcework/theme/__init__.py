"""Theme of a book: a light page of its own, registered as the HTML theme `sourcework`.

It stands on Sphinx's `basic`. An option that it has no use for is passed over, since Jupyter Book
gives every theme what its own would take.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst.directives.body import Sidebar
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

__all__ = ["NAME", "THEME", "setup"]

THEME = Path(__file__).resolve().parent / "sourcework"
NAME = "sourcework"


class Margin(Sidebar):  # type: ignore[misc]
    """A remark beside the text, with a title or without: the directive `margin` of Jupyter Book."""

    def run(self) -> list[nodes.Node]:
        """Make the remark."""
        made: list[nodes.Node] = super().run()
        for aside in (each for each in made if isinstance(each, nodes.sidebar)):
            aside["classes"].append("margin")
        return made


def _stand_alone(app: Sphinx, config: Config) -> None:
    """Have other themes that are loaded as extensions, as Jupyter Book's always is, do nothing."""
    if config.html_theme != NAME:
        return
    config.html_permalinks = False  # a script makes them
    app.add_directive("margin", Margin, override=True)
    others = {name: Path(path) for name, path in app.registry.html_themes.items() if name != NAME}
    for listeners in app.events.listeners.values():
        listeners[:] = [each for each in listeners if _module(each.handler) not in others]
    app.registry.js_files[:] = [
        (name, attributes)
        for name, attributes in app.registry.js_files
        if not any((folder / "static" / str(name)).is_file() for folder in others.values())
    ]


def _module(handler: Any) -> str:
    return str(getattr(handler, "__module__", "")).partition(".")[0]


def _set_up(app: Sphinx) -> None:
    """Keep of the options those that the theme has, and load what sets its colours."""
    builder: Any = app.builder
    if app.config.html_theme == NAME and hasattr(builder, "theme"):
        app.add_js_file("mode.js", priority=100)  # at once: nothing is drawn before
        known = builder.theme.get_options()
        given = builder.theme_options.items()
        builder.theme_options = {name: value for name, value in given if name in known}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the theme, the words of its frame and what its options ask for."""
    app.setup_extension("sourcework.sphinx.interface")
    app.add_html_theme(NAME, str(THEME))
    app.connect("config-inited", _stand_alone)
    app.connect("builder-inited", _set_up)
    for part in ("buttons", "analytics"):
        app.setup_extension(f"{__name__}.{part}")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
