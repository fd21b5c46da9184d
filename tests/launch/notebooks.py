"""A notebook open in a real JupyterLab."""

from __future__ import annotations

import json
from collections.abc import Sequence

from benchmarks.labs import code_cells, find_notebook, open_notebook, run_cells
from contents import PAGES, ROOT
from playwright.sync_api import Locator, Page

CHAPTERS = {
    page.partition("/")[2]
    for page in PAGES
    if "\nkernelspec:" in (ROOT / f"{page}.md").read_text(encoding="utf-8")
}
_WRITE = """async (sources) => {
  const { content, sessionContext } = jupyterapp.shell.currentWidget;
  await sessionContext.session.kernel.requestExecute({ code: "%reset -f" }).done;
  const { sharedModel } = content.model;
  sharedModel.transact(() => {
    sharedModel.deleteCellRange(0, sharedModel.cells.length);
    sharedModel.insertCells(0, sources.map((source) => ({ cell_type: "code", source })));
  });
}"""


class Notebook:
    """An open notebook."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def open(cls, page: Page, address: str) -> Notebook:
        """Go to `address` and wait until a notebook with a kernel is there."""
        open_notebook(page, address)
        return cls(page)

    @classmethod
    def found(cls, page: Page, path: str) -> Notebook:
        """Wait until the notebook at `path`, to which the page is on its way, is there."""
        find_notebook(page, path)
        return cls(page)

    def write(self, cells: Sequence[str]) -> None:
        """Put these cells in the place of all others, and have Python forget its names."""
        self.page.evaluate(_WRITE, cells)

    def run(self, index: int) -> Locator:
        """Run a cell; return where its output appears."""
        cell = self.page.locator(".jp-Notebook .jp-CodeCell").nth(index)
        cell.locator(".jp-InputPrompt").click()
        self.page.evaluate("void jupyterapp.commands.execute('notebook:run-cell')")
        return cell.locator(".jp-OutputArea").first

    def run_all(self) -> None:
        """Run all cells by the menu, wait for the last, and see that each ran without an error."""
        run_cells(self.page)
        cells = code_cells(self.page)
        wrong = [
            each
            for each in cells
            if not each["execution_count"]
            or any(output["output_type"] == "error" for output in each["outputs"])
        ]
        assert cells
        assert not wrong, json.dumps(wrong, indent=1)

    def _count(self) -> int:
        """Return how many cells it has, those included that are not drawn."""
        return int(self.page.evaluate("jupyterapp.shell.currentWidget.content.model.cells.length"))

    def add(self, code: str) -> Locator:
        """Write a cell at the end and run it; return where its output appears."""
        before, footer = self._count(), self.page.locator(".jp-Notebook-footer:visible")
        while self._count() == before:  # a notebook that is still laid out may move under a click
            footer.click()
        cell = self.page.locator(".jp-Notebook > .jp-WindowedPanel-outer .jp-Cell").last
        cell.locator(".cm-content").fill(code)
        cell.locator(".cm-content").press("Control+Enter")
        return cell.locator(".jp-OutputArea").first
