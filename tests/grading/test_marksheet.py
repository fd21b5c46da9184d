"""The marking sheet: what a teacher fills in, in whatever spreadsheet, is read and kept."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import itertools
import json
import re
import zipfile
from pathlib import Path

import pytest
from classes import ESSAY, GOOD, answers, write_assignment
from runs import Done, grade, rows

TEXTS = {"1": "The verb decides, and the office.", "2": "=1+1 is what I would say to that."}


@pytest.fixture
def class_(tmp_path: Path) -> Path:
    place = tmp_path / "class"
    place.mkdir()
    for user, text in TEXTS.items():
        hand_in(place, user, text)
    return place


def hand_in(place: Path, user: str, text: str) -> None:
    data = answers(GOOD | {ESSAY: text}, attempt=user * 32)
    (place / f"s{user}_{user}_10{user}_a.json").write_bytes(data)


def fill(sheet: Path, levels: dict[tuple[str, str], str], comment: str = "", **how: str) -> None:
    """Fill in levels as a teacher does, and save the sheet as a spreadsheet does."""
    table = rows(sheet)
    for row in table:
        row["level"] = levels.get((row["student"], row["criterion"]), row["level"])
        row["comment"] = comment or row["comment"]
    text = io.StringIO(newline="")
    divider = how.get("divider", ",")
    writer = csv.DictWriter(
        text, list(table[0]), delimiter=divider, lineterminator=how.get("end", "\r\n")
    )
    writer.writeheader()
    writer.writerows(table)
    sheet.write_bytes(text.getvalue().encode(how.get("encoding", "utf-8")))


ALL = {("1", "claim"): "4", ("1", "words"): "2", ("2", "claim"): "0", ("2", "words"): "1"}


def test_a_student_is_blank_until_every_criterion_has_a_level(
    with_essay: Path, class_: Path
) -> None:
    first = grade(with_essay, class_)
    assert (first.total("1"), first.total("2")) == (None, None)
    fill(first.out / "marking.csv", ALL | {("2", "words"): ""})
    second = grade(with_essay, class_)
    assert (second.total("1"), second.total("2")) == (30 + 4 + 3, None)
    fill(first.out / "marking.csv", ALL)
    assert grade(with_essay, class_).total("2") == 31.5


@pytest.mark.parametrize(
    "how",
    [
        {"divider": ";", "encoding": "cp1252"},
        {"divider": ";", "encoding": "utf-8-sig", "end": "\n"},
        {"divider": "\t", "encoding": "utf-16"},
        {"encoding": "utf-8", "end": "\r"},
    ],
    ids=str,
)
def test_whatever_a_spreadsheet_makes_of_it(
    how: dict[str, str], with_essay: Path, class_: Path
) -> None:
    first = grade(with_essay, class_)
    levels = {key: f" {level},0" for key, level in ALL.items()}
    fill(first.out / "marking.csv", levels, "Très bien; ‘so’ – «ça», (ü)", **how)
    second = grade(with_essay, class_)
    assert second.total("1") == 37
    kept = rows(second.out / "marking.csv")
    assert {row["comment"] for row in kept} == {"Très bien; ‘so’ – «ça», (ü)"}
    assert len(kept) == 4
    assert second.problems == []


@pytest.mark.parametrize("level", ["5", "-1", "x", "3.5", "4444444444444", "=4"])
def test_a_level_that_is_none_is_named_with_its_row_and_kept(
    level: str, with_essay: Path, class_: Path
) -> None:
    first = grade(with_essay, class_)
    fill(first.out / "marking.csv", ALL | {("1", "words"): level})
    second = grade(with_essay, class_)
    assert second.total("1") is None
    assert second.told("marking.csv, line 3") == [
        f'the level "{level}" of {ESSAY}, words, is no level, and counts as not given [no]'
    ]
    cells = [row["level"].lstrip("'") for row in rows(second.out / "marking.csv")]
    assert cells == ["4", level, "0", "1"]


def calculated(sheet: Path) -> None:
    """Save a sheet as a spreadsheet does that takes for a number whatever looks like one."""
    table = rows(sheet)
    for row, column in itertools.product(table, table[0]):
        if re.fullmatch(r"[0-9]+(e[0-9]+)?", row[column]):
            row[column] = f"{float(row[column]):.6G}"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)


MARKED = {"claim": "4", "words": "2"}
TWINS = {"00123": "The verb decides.", "0123": "The office decides."}


@pytest.mark.parametrize("user", ["00123", "123", "000"])
def test_an_id_without_its_zeros_is_still_the_student_s(
    user: str, with_essay: Path, class_: Path
) -> None:
    hand_in(class_, user, "The verb decides, I think.")
    sheet = grade(with_essay, class_).out / "marking.csv"
    fill(sheet, {(user, criterion): level for criterion, level in MARKED.items()})
    calculated(sheet)
    done = grade(with_essay, class_)
    assert (done.total(user), done.problems) == (37, [])
    kept = [row["level"] for row in rows(sheet) if row["student"] == user]
    assert (kept, len(rows(sheet))) == (["4", "2"], 6)


@pytest.mark.parametrize(
    ("students", "former"),
    [
        (("Kim", "kim"), ("Kim", "kim")),
        (("anna", "ben"), ("ANNA", "thirty-answers-ben-2026-11-28")),
    ],
)
def test_each_of_two_students_without_a_platform_has_own_levels(
    students: tuple[str, str], former: tuple[str, str], with_essay: Path, tmp_path: Path
) -> None:
    place = tmp_path / "class"
    place.mkdir()
    for number, student in enumerate(students):
        data = answers(GOOD | {ESSAY: f"The verb decides {number}."}, attempt=str(number) * 32)
        (place / f"thirty-answers-{student}-2026-11-28.json").write_bytes(data)
    sheet = grade(with_essay, place).out / "marking.csv"
    table = rows(sheet)
    for row in table:
        first = row["student"] == students[0]
        row["level"] = "4" if first else "0"
        row["student"] = former[0] if first else former[1]
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    done = grade(with_essay, place)
    assert [done.total(each) for each in students] == [40, 30]


def test_levels_that_slid_to_the_end_of_a_sheet_are_found_again(
    with_essay: Path, class_: Path
) -> None:
    hand_in(class_, "00123", "The verb decides, I think.")
    sheet = grade(with_essay, class_).out / "marking.csv"
    with sheet.open("a", encoding="utf-8") as file:
        for criterion, level in MARKED.items():
            file.write(f"123,s00123,{ESSAY},{criterion},,,{level},,,\n")
    done = grade(with_essay, class_)
    assert (done.total("00123"), len(rows(sheet))) == (37, 6)


def test_levels_of_nobody_in_the_class_are_told(with_essay: Path, class_: Path) -> None:
    for user, text in TWINS.items():
        hand_in(class_, user, text)
    sheet = grade(with_essay, class_).out / "marking.csv"
    fill(sheet, {(user, "claim"): "4" for user in TWINS} | ALL)
    calculated(sheet)
    next(class_.glob("s1*")).unlink()
    done = grade(with_essay, class_)
    assert [done.total(user) for user in ("2", *TWINS)] == [31.5, None, None]
    assert done.told("marking.csv") == [
        f'there are levels for "{user}", and nobody in the download has this id [no]'
        for user in ("1", "123")
    ]
    assert {"1", "123"} < {row["student"] for row in rows(sheet)}, "and they are kept"


def short_hash(text: str) -> str:
    """Return the hash that sheets had before."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def test_no_hash_is_taken_for_a_number(with_essay: Path, class_: Path) -> None:
    texts = (f"The verb decides, for {number} reasons." for number in itertools.count())
    like_numbers = (text for text in texts if re.fullmatch("[0-9]+e[0-9]+", short_hash(text)))
    hand_in(class_, "1", next(like_numbers))
    sheet = grade(with_essay, class_).out / "marking.csv"
    fill(sheet, ALL)
    calculated(sheet)
    assert grade(with_essay, class_).problems == []


def test_the_hashes_of_older_sheets_are_understood(with_essay: Path, class_: Path) -> None:
    sheet = grade(with_essay, class_).out / "marking.csv"
    fill(sheet, ALL)
    new = sheet.read_text(encoding="utf-8")
    old = new
    for row in rows(sheet):
        old = old.replace(row["hash"], short_hash(TEXTS[row["student"]]))
    sheet.write_text(old, encoding="utf-8")
    assert old != new
    assert grade(with_essay, class_).problems == []
    assert [row["hash"] for row in rows(sheet)] == [
        row["hash"] for row in csv.DictReader(io.StringIO(new))
    ]
    sheet.write_text(old, encoding="utf-8")
    hand_in(class_, "1", "I have changed my mind about the verb.")
    assert len(grade(with_essay, class_).problems) == 2


def test_another_text_under_a_level_is_told_until_it_is_marked_anew(
    with_essay: Path, class_: Path
) -> None:
    sheet = grade(with_essay, class_).out / "marking.csv"
    fill(sheet, ALL)
    hand_in(class_, "1", "I have changed my mind about the verb.")
    for _ in range(2):
        again = grade(with_essay, class_)
        assert [row["student"] for row in again.problems] == ["s1", "s1"]
        assert f"the text of {ESSAY} has changed" in again.problems[0]["problem"]
        assert again.total("1") == 37
    table = sheet.read_text(encoding="utf-8-sig").splitlines()
    sheet.write_text(
        "\n".join(line.rsplit(",", 1)[0] + "," for line in table[1:]), encoding="utf-8"
    )
    sheet.write_text(table[0] + "\n" + sheet.read_text(encoding="utf-8"), encoding="utf-8")
    assert grade(with_essay, class_).problems == []


def test_rows_of_who_is_gone_and_columns_of_a_teacher_are_kept(
    with_essay: Path, class_: Path
) -> None:
    sheet = grade(with_essay, class_).out / "marking.csv"
    fill(sheet, ALL, "good")
    table = sheet.read_text(encoding="utf-8").splitlines()
    sheet.write_text("\n".join([f"{table[0]},marker", *(f"{row},MB" for row in table[1:])]))
    next(class_.glob("s1*")).unlink()
    for _ in range(2):
        kept = rows(grade(with_essay, class_).out / "marking.csv")
        assert sorted((row["student"], row["criterion"], row["level"]) for row in kept) == sorted(
            (student, criterion, level) for (student, criterion), level in ALL.items()
        )
        assert {row["marker"] for row in kept} == {"MB"}


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"student,item\n1,2\n", b"\x00\x01\x02", b'student,item,criterion,level\n"1'],
)
def test_a_sheet_that_cannot_be_read_is_never_written_over(
    content: bytes, with_essay: Path, class_: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = grade(with_essay, class_).out / "marking.csv"
    sheet.write_bytes(content)
    again = grade(with_essay, class_)
    if b"criterion" in content:
        assert again.code == 0
        return
    assert again.code == 1
    assert "marking.csv" in capsys.readouterr().err
    assert sheet.read_bytes() == content


def test_a_sheet_from_elsewhere_counts_before_the_one_that_is_there(
    with_essay: Path, class_: Path, tmp_path: Path
) -> None:
    first = grade(with_essay, class_)
    fill(first.out / "marking.csv", ALL)
    other = tmp_path / "colleague.csv"
    other.write_bytes((first.out / "marking.csv").read_bytes())
    fill(other, {("1", "claim"): "1"})
    second = grade(with_essay, class_, "--marking", str(other))
    assert second.total("1") == 34
    assert grade(with_essay, class_).total("1") == 34, "it is in the sheet now"


def test_a_comment_may_have_lines_and_signs_of_all_kinds(with_essay: Path, class_: Path) -> None:
    sheet = grade(with_essay, class_).out / "marking.csv"
    comment = '=so; "two"\nlines,\u2028and\x85more\t– …'
    fill(sheet, ALL, comment)
    for _ in range(2):
        kept = rows(grade(with_essay, class_).out / "marking.csv")
        assert {row["comment"] for row in kept} == {"'" + comment.replace("\x85", "\ufffd")}


COMMENTS = ["x,'-y", "so:\n- one\n- two", "a;=b\t+c", "'quoted'", "it's, 'so'"]


@pytest.mark.parametrize("comment", COMMENTS)
def test_a_comment_is_kept_as_it_was_typed(comment: str, with_essay: Path, class_: Path) -> None:
    sheet = grade(with_essay, class_).out / "marking.csv"
    fill(sheet, ALL, comment)
    for _ in range(2):
        done = grade(with_essay, class_)
        assert {row["comment"] for row in rows(sheet)} == {comment}
        with zipfile.ZipFile(done.out / "feedback-1.zip") as pages:
            page = html.unescape(pages.read(pages.namelist()[0]).decode())
        assert all(line in page for line in comment.splitlines())


def test_what_a_former_edition_put_before_a_dash_is_taken_off(
    with_essay: Path, class_: Path
) -> None:
    sheet = grade(with_essay, class_).out / "marking.csv"
    fill(sheet, ALL, "so:\n'- one\n'- two")
    grade(with_essay, class_)
    assert {row["comment"] for row in rows(sheet)} == {"so:\n- one\n- two"}


def test_a_level_for_one_unreadable_answer_counts_for_no_other(
    thirty: Path, tmp_path: Path
) -> None:
    place = tmp_path / "class"
    place.mkdir()
    item = "thirty/choice-1"
    for value, level, total in ((["a"], "4", None), (["b"], "", None)):
        (place / "ann_1_2_a.json").write_bytes(answers(GOOD | {item: value}))
        done = grade(thirty, place)
        assert done.total("1") is total
        if level:
            fill(done.out / "marking.csv", {("1", "answer"): level})
            assert grade(thirty, place).total("1") == 29 + int(level) / 4
    assert "has changed since answer was marked" in str(grade(thirty, place).problems)


def test_what_a_student_wrote_is_text_wherever_it_is_shown(with_essay: Path, class_: Path) -> None:
    hand_in(class_, "2", "<script>alert(1)</script> & <img src=x onerror=alert(1)> \u202e")
    done: Done = grade(with_essay, class_)
    page = (done.out / "essays-1.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in page
    places = {row["text"] for row in rows(done.out / "marking.csv")}
    for place in places:
        assert f'id="{place.partition("#")[2]}"' in page


def test_the_page_to_mark_from_has_the_composed_answers_of_every_level(
    class_: Path, tmp_path: Path
) -> None:
    assignment = write_assignment(tmp_path / "assignments")
    path = assignment / "keys.yml"
    keys = json.loads(path.read_text(encoding="utf-8"))
    keys["keys"][-1]["samples"] = [
        {
            "level": level,
            "answer": "" if level == 4 else f"A text of level {level}.",
            "remarks": {
                "claim": f"The claim is at {level}.",
                "words": f"The words are at {level}.",
            },
        }
        for level in (4, 3, 2, 1)
    ]
    path.write_text(json.dumps(keys), encoding="utf-8")
    done = grade(assignment, class_)
    page = (done.out / "essays-1.html").read_text(encoding="utf-8")
    assert page.count("Answers at four levels, composed for this book") == 1
    for level in (3, 2, 1):
        assert f'<p class="text">A text of level {level}.</p>' in page
        assert f"<li>The words: The words are at {level}.</li>" in page
    assert "<li>A claim: The claim is at 4.</li>" in page
    with zipfile.ZipFile(next(done.out.glob("feedback-*.zip"))) as feedback:
        assert not any(b"composed for this book" in feedback.read(n) for n in feedback.namelist())


def test_long_classes_have_several_pages_and_old_ones_go(with_essay: Path, class_: Path) -> None:
    for number in range(100, 210):
        hand_in(class_, str(number), f"Text number {number} on the verb.")
    done = grade(with_essay, class_)
    assert sorted(path.name for path in done.out.glob("essays-*")) == [
        "essays-1.html",
        "essays-2.html",
    ]
    for path in list(class_.glob("s1??_*")):
        path.unlink()
    assert [path.name for path in grade(with_essay, class_).out.glob("essays-*")] == [
        "essays-1.html"
    ]


@pytest.mark.parametrize("how", [["--delimiter", "semicolon"], ["--gradebook"]], ids=str)
def test_tables_are_divided_as_spreadsheets_there_expect_it(
    how: list[str], with_essay: Path, class_: Path, tmp_path: Path
) -> None:
    book = tmp_path / "grades.csv"
    book.write_text(
        "Student;ID;Section;Thirty questions (9)\nPoints Possible;;;40\nA;1;X;\n", "utf-8"
    )
    options = [*how, str(book)] if how == ["--gradebook"] else how
    out = grade(with_essay, class_, *options).out
    for name in ("results.csv", "problems.csv", "marking.csv", "items.csv"):
        head = (out / name).read_text(encoding="utf-8-sig").splitlines()[0]
        assert (head.count(";") > 2, head.count(",")) in [(True, 0), (True, 1)], name
    sheet = out / "marking.csv"
    text = sheet.read_text(encoding="utf-8-sig")
    sheet.write_text(text.replace(";4;;", ";4;3;").replace(";6;;", ";6;3;"), encoding="utf-8")
    done = grade(with_essay, class_)
    assert done.total("1") == 30 + 3 + 4.5
    assert "," in sheet.read_text(encoding="utf-8-sig").splitlines()[0]
