"""Settings of Jupyter's server: chapters open with what is closed in them in folds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from jupytext.async_contentsmanager import build_async_jupytext_contents_manager_class

sys.path.insert(0, str(Path(__file__).parent))
from notebook_folds import fold, unfold


class ChapterManager(build_async_jupytext_contents_manager_class(AsyncLargeFileManager)):  # type: ignore[misc]
    """Jupytext's contents manager, which folds chapters as it opens them and unfolds to save."""

    async def get(self, path: str, content: bool = True, *rest: Any, **more: Any) -> Any:
        """Open a file."""
        model = await super().get(path, content, *rest, **more)
        if content and _is_chapter(model, path):
            fold(model["content"]["cells"])
        return model

    async def save(self, model: Any, path: str = "") -> Any:
        """Save a file."""
        if model.get("content") and _is_chapter(model, path):
            unfold(model["content"]["cells"])
        return await super().save(model, path)


def _is_chapter(model: Any, path: str) -> bool:
    return bool(model["type"] == "notebook" and path.endswith(".md"))


get_config().ServerApp.contents_manager_class = ChapterManager  # type: ignore[name-defined]  # noqa: F821
