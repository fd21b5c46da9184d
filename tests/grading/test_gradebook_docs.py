"""The page about gradebooks shows what filling them does."""

from __future__ import annotations

from docs.gradebooks import PAGE, tables
from gradebook_files import SAMPLES


def test_the_tables_are_what_filling_the_samples_gives() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert tables() in text, "run: python -m docs.gradebooks"


def test_the_page_says_which_import_was_tried() -> None:
    assert "**Only the import into Moodle was tried**" in PAGE.read_text(encoding="utf-8")


def test_no_sample_has_a_student_who_could_be_real() -> None:
    for path in SAMPLES.iterdir():
        addresses = [word for word in path.read_bytes().split(b",") if b"@" in word]
        assert all(each.strip(b'"').endswith(b"@example.org") for each in addresses), path
