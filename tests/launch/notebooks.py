"""A notebook open in a real JupyterLab."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


class Notebook:
    """An open notebook whose cells are run one at a time."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def run(self, index: int) -> Locator:
        """Run a cell; return where its output appears."""
        cell = self.page.locator(".jp-Notebook .jp-CodeCell").nth(index)
        cell.locator(".jp-InputPrompt").click()
        self.page.evaluate("void jupyterapp.commands.execute('notebook:run-cell')")
        return cell.locator(".jp-OutputArea").first
