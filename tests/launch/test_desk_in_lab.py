"""The form that grades, in a real JupyterLab: files go in, and a zip comes out."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from classes import handed_in, write_assignment, write_zip
from notebooks import Notebook
from playwright.sync_api import expect

from sourcework.grading import grading_widget as module


def test_a_class_is_graded_by_the_form(notebook: Callable[..., Notebook], tmp_path: Path) -> None:
    folder = write_assignment(tmp_path, essay=False)
    write_zip(handed_in(40), tmp_path / "class.zip")
    noise = tmp_path / "class.zip"
    with zipfile.ZipFile(noise, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("zoe_9_9_large.png", b"\x89PNG" + bytes(2 * module._PIECE))
    book = notebook(
        "from sourcework.grading.grading_widget import grading_desk\n"
        f"w = grading_desk({str(folder)!r})\nw",
        "print(len(w.value), list(w._desk.folder.rglob('*.zip')))",
    )
    form = book.run(0).locator(".desk")
    form.get_by_label("The zip with the class’s work").set_input_files(noise)
    expect(form.get_by_role("status")).to_have_text("class.zip is here.")
    form.get_by_role("button", name="Grade", exact=True).click()
    expect(form.get_by_role("status")).to_contain_text("Done.")
    expect(form.locator(".desk-told")).to_contain_text("41 students: 40 graded, 1 left blank")
    with book.page.expect_download() as download:
        form.get_by_role("link", name="Save the results: class-graded.zip").click()
    download.value.save_as(tmp_path / "results.zip")
    with zipfile.ZipFile(tmp_path / "results.zip") as results:
        assert results.testzip() is None
        assert {"class-graded/results.csv", "class-graded/feedback-1.zip"} <= set(
            results.namelist()
        )
    form.get_by_role("button", name="Delete all files here").click()
    expect(form.get_by_role("status")).to_have_text("All files are deleted here.")
    expect(form.get_by_role("link", name="Save the results")).to_have_count(0)
    expect(book.run(1)).to_have_text("0 []")


def test_what_is_wrong_is_said_in_the_form(
    notebook: Callable[..., Notebook], tmp_path: Path
) -> None:
    folder = write_assignment(tmp_path, essay=False)
    book = notebook(
        f"from sourcework.grading.grading_widget import grading_desk\ngrading_desk({str(folder)!r})"
    )
    form = book.run(0).locator(".desk")
    form.get_by_role("button", name="Grade", exact=True).click()
    expect(form.locator(".desk-told")).to_have_text("Choose the zip with the class's work first.")
    (tmp_path / "class.zip").write_bytes(b"no zip")
    form.get_by_label("The zip with the class’s work").set_input_files(tmp_path / "class.zip")
    form.get_by_role("button", name="Grade", exact=True).click()
    expect(form.locator(".desk-told")).to_contain_text("class.zip: ")
    expect(form.get_by_role("status")).to_have_text("Nothing was graded.")
