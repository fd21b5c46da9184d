"""A notebook open in a real JupyterLab."""

from __future__ import annotations

import json

from playwright.sync_api import Locator, Page

# What a page says of the notebook in it; JupyterLab draws only the cells in the window.
_READY = """(({ context, sessionContext }) => context?.isReady && sessionContext.session?.kernel)
  (window.jupyterapp?.shell.currentWidget ?? {})"""
_CELLS = """() => [...jupyterapp.shell.currentWidget.content.model.cells]
  .map((cell) => cell.toJSON())
  .filter((cell) => cell.cell_type === "code" && String(cell.source).trim())"""


class Notebook:
    """An open notebook."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def open(cls, page: Page, address: str) -> Notebook:
        """Go to `address` and wait until a notebook with a kernel is there."""
        page.goto(address)
        return cls.opened(page)

    @classmethod
    def opened(cls, page: Page) -> Notebook:
        """Wait until the notebook to which the page goes is there, with a kernel."""
        page.wait_for_function(_READY)
        page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.info")
        return cls(page)

    def run(self, index: int) -> Locator:
        """Run a cell; return where its output appears."""
        cell = self.page.locator(".jp-Notebook .jp-CodeCell").nth(index)
        cell.locator(".jp-InputPrompt").click()
        self.page.evaluate("void jupyterapp.commands.execute('notebook:run-cell')")
        return cell.locator(".jp-OutputArea").first

    def run_all(self) -> None:
        """Run all cells by the menu, wait for the last, and see that each ran without an error."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        last = f"({_CELLS})().at(-1)?.execution_count"
        self.page.wait_for_function(last, timeout=120_000)
        cells = self.page.evaluate(_CELLS)
        wrong = [
            each
            for each in cells
            if not each["execution_count"]
            or any(output["output_type"] == "error" for output in each["outputs"])
        ]
        assert cells
        assert not wrong, json.dumps(wrong, indent=1)

    def add(self, code: str) -> Locator:
        """Write a cell at the end and run it; return where its output appears."""
        self.page.locator(".jp-Notebook-footer").click()
        cell = self.page.locator(".jp-Notebook > .jp-WindowedPanel-outer .jp-Cell").last
        cell.locator(".cm-content").fill(code)
        cell.locator(".cm-content").press("Control+Enter")
        return cell.locator(".jp-OutputArea").first
