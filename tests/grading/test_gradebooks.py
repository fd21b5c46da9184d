"""Gradebooks: whose they are, what is filled into them, and that all else stays as it was."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copy

import pytest
from gradebook_files import (
    POINTS,
    SAMPLES,
    TITLE,
    Finder,
    cells,
    everybody,
    filled,
    nobody,
    written,
)

from sourcework.errors import DataError
from sourcework.grading.gradebooks import EnteredMark, StudentRow, detect, fill

NAMES = sorted(path.name for path in SAMPLES.iterdir())
# Of each sample: LMS, delimiter, the place of the points, the first three ids, a student's points.
ALL = {
    "blackboard.csv": ("blackboard", ",", 6, "zohara mdelacruz ngelashvili", "7.5"),
    "blackboard.xls": ("blackboard", "\t", 6, "zohara mdelacruz ngelashvili", "7.5"),
    "brightspace.csv": ("brightspace", ",", 4, "00217 00218 00219", "7.5"),
    "canvas-semicolon.csv": ("canvas", ";", 4, "50411 50412 50413", "7,5"),
    "canvas.csv": ("canvas", ",", 6, "50411 50412 50413", "7.5"),
    "moodle-de.csv": ("moodle", ",", 4, "411 412 413", "7,5"),
    "moodle-fr.csv": ("moodle", ",", 5, "411 412 413", "7,5"),
    "moodle.csv": ("moodle", ",", 5, "411 412 413", "7.5"),
}
CANVAS = (
    f"Student,ID,SIS Login ID,Section,{TITLE} (7),Quiz (8)\n    Points Possible,,,,30,10\n"
    '"Doe, Ann",1,ann,A,,\n"Roe, Bo",2,bo,A,,\n'
)


@pytest.fixture(params=NAMES)
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(copy(SAMPLES / request.param, tmp_path))


def told(notes: tuple[str, ...], words: str) -> str:
    (note,) = [note for note in notes if words in note]
    return note


def problem(path: Path, **more: object) -> str:
    """Return what is said of a file that cannot be filled; nothing may be left of the attempt."""
    before = {each: each.read_bytes() for each in path.parent.iterdir() if each.is_file()}
    with pytest.raises(DataError) as caught:
        filled(path, everybody(1), **more)
    assert {each: each.read_bytes() for each in path.parent.iterdir() if each.is_file()} == before
    return str(caught.value)


def test_every_sample_is_told_apart(sample: Path) -> None:
    assert detect(sample) == ALL[sample.name][0]
    assert set(NAMES) == set(ALL)


def test_only_the_points_change_and_another_reader_finds_them(sample: Path) -> None:
    platform, delimiter, place, ids, text = ALL[sample.name]
    zoe, _, nino = ids.split()
    find = Finder({zoe: EnteredMark(7.5), nino: EnteredMark(None)})
    result, out = filled(sample, find)
    expected = cells(sample, delimiter)
    row = next(row for row in expected if row[place] == "" and any(zoe in cell for cell in row))
    row[place] = text
    assert cells(out, delimiter) == expected
    assert result.platform == platform
    assert result.entered == 1
    assert [row.ids[0] for row in find.rows[:3]] == ids.split()


def test_a_gradebook_filled_with_nothing_is_the_same_to_the_byte(sample: Path) -> None:
    result, out = filled(sample, nobody)
    assert out.read_bytes() == sample.read_bytes()
    assert (result.entered, result.kept) == (0, 0)
    assert result.untouched == result.students >= 8


def test_filling_twice_is_filling_once(sample: Path) -> None:
    first, once = filled(sample, everybody(7.125, "A line."))
    second, twice = filled(once, everybody(7.125, "A line."), "twice.csv")
    assert twice.read_bytes() == once.read_bytes() != sample.read_bytes()
    assert (second.entered, second.kept) == (first.entered, first.kept)


def test_the_counts_add_up_and_other_values_are_kept_and_named(sample: Path) -> None:
    result, _ = filled(sample, everybody(7.5))
    assert result.students == result.entered + result.kept + result.untouched
    assert result.kept >= 1
    assert "12" in told(result.notes, "were kept") or "11,5" in told(result.notes, "were kept")


def test_a_zero_is_entered_and_a_missing_mark_is_none(tmp_path: Path) -> None:
    path = written(tmp_path, CANVAS)
    _, out = filled(path, Finder({"1": EnteredMark(0)}))
    assert [row[4] for row in cells(out)[2:]] == ["0", ""]


@pytest.mark.parametrize(
    ("points", "text"),
    [
        (7, "7"),
        (10.0, "10"),
        (7.5, "7.5"),
        (0, "0"),
        (6.666667, "6.67"),
        (0.125, "0.13"),
        (29.999, "30"),
        (0.001, "0"),
    ],
)
def test_points_have_two_decimals_at_most(tmp_path: Path, points: float, text: str) -> None:
    _, out = filled(written(tmp_path, CANVAS), everybody(points))
    assert cells(out)[2][4] == text


@pytest.mark.parametrize("points", [-1, float("nan"), float("inf"), 1e300])
def test_what_are_no_points_stops_everything(tmp_path: Path, points: float) -> None:
    path = written(tmp_path, CANVAS)
    with pytest.raises(ValueError, match="are no points"):
        filled(path, everybody(points))
    assert [each.name for each in tmp_path.iterdir()] == ["book.csv"]


def test_points_are_replaced_when_asked_but_never_an_excuse(tmp_path: Path) -> None:
    path = Path(copy(SAMPLES / "canvas.csv", tmp_path))
    result, out = filled(path, everybody(7.5), replace=True)
    said = [row[6] for row in cells(out)[3:]]
    assert said == ["7.5", "7.5", "EX", "7.5", "7.5", "7.5", "N/A", "7.5", "7.5"]
    assert "12 before, 7.5 now" in told(result.notes, "were replaced")
    kept = told(result.notes, "were kept")
    assert "EX there, 7.5 here" in kept
    assert "N/A there, 7.5 here" in kept


@pytest.mark.parametrize("cell", ["7.5", "7.50", "7,50", '"7.5"', " 7.5 ", "7.499999"])
def test_points_that_are_there_already_stay_as_they_are_written(tmp_path: Path, cell: str) -> None:
    text = CANVAS.replace("Doe, Ann", "Doe").replace("A,,\n", f"A,{cell.replace(',', '.')},\n", 1)
    path = written(tmp_path, text)
    result, out = filled(path, Finder({"1": EnteredMark(7.5)}))
    assert out.read_bytes() == path.read_bytes()
    assert (result.entered, result.kept) == (1, 0)


def test_the_original_is_never_changed(sample: Path) -> None:
    before = sample.read_bytes()
    filled(sample, everybody(3))
    assert sample.read_bytes() == before
    with pytest.raises(DataError, match="would take the place of the exported one"):
        fill(sample, sample, everybody(3), title=TITLE, points=POINTS)
    link = sample.with_name("link.csv")
    link.symlink_to(sample)
    with pytest.raises(DataError, match="would take the place of the exported one"):
        fill(sample, link, everybody(3), title=TITLE, points=POINTS)
    assert sample.read_bytes() == before


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    path = written(tmp_path, CANVAS)
    old = written(tmp_path, "an older one", "out.csv")

    def failing(row: StudentRow) -> EnteredMark | None:
        if row.number > 3:
            raise RuntimeError("on the second student")
        return EnteredMark(3)

    with pytest.raises(RuntimeError):
        filled(path, failing)
    assert old.read_text(encoding="utf-8") == "an older one"
    assert {each.name for each in tmp_path.iterdir()} == {"book.csv", "out.csv"}


# The column


def test_the_column_is_found_by_title_header_or_number(tmp_path: Path) -> None:
    path = written(tmp_path, CANVAS.replace("Quiz (8)", "Quiz 2  (final) (8)"))
    for wanted in ("Quiz 2  (final)", "Quiz 2  (final) (8)", "8", "quiz 2 (FINAL)"):
        result, _ = filled(path, nobody, column=wanted, points=10)
        assert result.column == "Quiz 2  (final) (8)"
    result, _ = filled(path, nobody, title=TITLE.upper())
    assert result.column == f"{TITLE} (7)"


def test_a_column_that_is_not_there_is_never_made(tmp_path: Path) -> None:
    path = written(tmp_path, CANVAS)
    said = problem(path, title="Essay")
    assert f'no column is called "Essay"; there are: "{TITLE} (7)", "Quiz (8)"' in said
    assert "export the entire gradebook again" in said
    assert "name one of them with --column, or create" in said
    assert "no column is called" in problem(path, column="Section")


@pytest.mark.parametrize("other", [f"{TITLE} (8)", f"{TITLE} (7)"])
def test_two_columns_of_one_name_are_one_too_many(tmp_path: Path, other: str) -> None:
    path = written(tmp_path, CANVAS.replace("Quiz (8)", other).replace("30,10", "30,30"))
    said = problem(path)
    assert "more than one column is called" in said
    assert ("with --column 7 or --column 8" in said) == other.endswith("(8)")
    if other.endswith("(8)"):
        assert filled(path, everybody(2), column="8")[0].column == other


@pytest.mark.parametrize("word", ["(read only)", "(läs endast)", "(schreibgeschützt)"])
def test_a_column_that_canvas_marks_as_read_only_is_left(word: str, tmp_path: Path) -> None:
    path = written(tmp_path, CANVAS.replace("30,10", f"{word},10"))
    assert "Canvas marks it as read only" in problem(path)


@pytest.mark.parametrize(
    ("shown", "why"),
    [
        ("up to 30 Score", "Blackboard computes it"),
        ("30 Letter", 'Blackboard shows it as "Letter"'),
    ],
)
def test_a_column_that_blackboard_computes_or_spells_is_left(
    tmp_path: Path, shown: str, why: str
) -> None:
    header = f'"Last Name","First Name","Username","{TITLE} [Total Pts: {shown}] |5"\n'
    assert why in problem(written(tmp_path, header + '"Doe","Ann","ann",""\n'))


def test_a_column_of_blackboard_without_a_number_would_become_a_new_one(tmp_path: Path) -> None:
    text = f'"Last Name","First Name","Username","{TITLE}"\n"Doe","Ann","ann",""\n'
    assert "there are: none" in problem(written(tmp_path, text))


# How many points


@pytest.mark.parametrize("name", NAMES)
def test_another_maximum_is_refused_or_converted_when_asked(tmp_path: Path, name: str) -> None:
    path = Path(copy(SAMPLES / name, tmp_path))
    assert "gives 30 points for it, and the assignment has 12" in problem(path, points=12)
    assert "or add --scale to convert the points" in problem(path, points=12)
    result, out = filled(path, everybody(5), points=12, scale=True)
    text = ALL[name][4].replace("7", "12")  # 5 of 12 are 12.5 of 30
    assert text in [row[ALL[name][2]] for row in cells(out, ALL[name][1])]
    assert told(result.notes, "Points were converted")


def test_a_maximum_of_nothing_cannot_be_converted_to(tmp_path: Path) -> None:
    path = written(tmp_path, CANVAS.replace("30,10", "0,10"))
    assert "gives 0 points" in problem(path, scale=True)
    assert "--scale" not in problem(path, scale=True)


def test_a_maximum_that_is_not_known_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, CANVAS.replace("30,10", ","))
    assert told(filled(path, everybody(2))[0].notes, "does not say how many points")


def test_more_points_than_the_maximum_are_entered_and_said(tmp_path: Path) -> None:
    result, _ = filled(written(tmp_path, CANVAS), Finder({"2": EnteredMark(31)}))
    assert "line 4, Roe, Bo" in told(result.notes, "More points than")


# Who is who


def test_rows_that_share_an_id_are_reported_and_none_is_filled(tmp_path: Path) -> None:
    path = written(tmp_path, CANVAS + '"Doe, Another",1,other,A,,\n')
    find = Finder({"1": EnteredMark(3), "2": EnteredMark(4)})
    result, out = filled(path, find)
    assert [row[4] for row in cells(out)[2:]] == ["", "4", ""]
    note = told(result.notes, "share an id")
    assert "line 3, Doe, Ann" in note
    assert "line 5, Doe, Another" in note
    assert [row.ids[0] for row in find.rows] == ["2"]


def test_an_id_that_differs_in_capitals_is_the_same(tmp_path: Path) -> None:
    text = (
        f'"Last Name","First Name","Username","{TITLE} [Total Pts: 30] |5"\n'
        '"A","A","ann",""\n"B","B","ANN",""\n'
    )
    result, _ = filled(written(tmp_path, text), everybody(3))
    assert result.entered == 0


def test_a_second_id_that_another_student_has_names_nobody(tmp_path: Path) -> None:
    header = f'"Last Name","First Name","Username","Student ID","{TITLE} [Total Pts: 30] |5"\n'
    rows = '"A","A","ann","bo",""\n"B","B","bo","77",""\n'
    find = Finder({})
    filled(written(tmp_path, header + rows), find)
    assert [row.ids for row in find.rows] == [("ann",), ("bo", "77")]


def test_a_student_number_is_not_taken_for_a_canvas_id(tmp_path: Path) -> None:
    find = Finder({})
    filled(Path(copy(SAMPLES / "canvas.csv", tmp_path)), find)
    assert find.rows[0].ids == ("50411", "zohara")
    assert find.rows[0].name == "O'Hara-Núñez, Zoë"
    assert find.rows[0].number == 4


def test_a_row_without_an_id_is_named_and_left(tmp_path: Path) -> None:
    path = written(tmp_path, CANVAS + '"Poe, Cy",,cy,A,,\n')
    result, out = filled(path, everybody(3))
    assert "line 5, Poe, Cy" in told(result.notes, "without an id")
    assert cells(out)[4][4] == ""
    assert result.untouched == 1


@pytest.mark.parametrize("row", ['"Poe, Cy",3,cy,A\n', "Poe, Cy,3,cy,A,,\n", '"Poe",3,c,A,1,2,3\n'])
def test_a_row_of_another_length_is_left_as_it_is(tmp_path: Path, row: str) -> None:
    path = written(tmp_path, CANVAS + row)
    result, out = filled(path, everybody(3))
    assert out.read_text(encoding="utf-8").endswith(row)
    assert "line 5" in told(result.notes, "more or fewer cells")
    assert result.entered == 2


def test_empty_cells_at_the_end_of_every_row_do_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, CANVAS.replace("\n", ",,\n"))
    result, _ = filled(path, everybody(3))
    assert result.entered == 2


def test_an_id_that_a_spreadsheet_rounded_is_not_believed(tmp_path: Path) -> None:
    path = written(tmp_path, CANVAS.replace(",1,ann", ",1.23457E+11,ann"))
    result, _ = filled(path, everybody(3))
    assert "line 3" in told(result.notes, "a spreadsheet has rounded")
    assert result.entered == 1


def test_many_findings_are_counted_and_the_first_named(tmp_path: Path) -> None:
    path = written(tmp_path, CANVAS + "".join(f"X{n},,x,A,,\n" for n in range(100)))
    note = told(filled(path, nobody)[0].notes, "without an id")
    assert note.startswith("Rows without an id, left as they are: 100 (line 5, X0; ")
    assert note.endswith("and 80 more).")


def test_names_in_notes_are_safe_to_print(tmp_path: Path) -> None:
    path = written(tmp_path, CANVAS + '"A\x1b[31m\u202e\nB' + "x" * 5000 + '",,x,A,,\n')
    note = told(filled(path, nobody)[0].notes, "without an id")
    assert note.isprintable()
    assert len(note) < 250


# What an LMS adds


def test_canvas_s_own_rows_and_its_test_student_stay(tmp_path: Path) -> None:
    find = Finder({})
    result, _ = filled(Path(copy(SAMPLES / "canvas.csv", tmp_path)), find)
    assert [row.name for row in find.rows][-1] == "Student, Test"
    assert result.students == 9


def test_canvas_with_last_and_first_names(tmp_path: Path) -> None:
    header = f"LastName,FirstName,ID,SIS User ID,SIS Login ID,Section,{TITLE} (7)\n"
    rows = "    Points Possible,,,,,,30\nDoe,Ann,1,9,ann,A,\n"
    find = Finder({"1": EnteredMark(3)})
    _, out = filled(written(tmp_path, header + rows), find)
    assert cells(out)[2][-1] == "3"
    assert find.rows == [StudentRow(3, ("1", "ann"), "Doe, Ann")]


def test_moodle_gets_a_comment_and_keeps_what_a_teacher_wrote(tmp_path: Path) -> None:
    path = Path(copy(SAMPLES / "moodle.csv", tmp_path))
    result, out = filled(
        path, Finder({"411": EnteredMark(7.5, "7.5 of 30"), "414": EnteredMark(12, "12 of 30")})
    )
    rows = {row[0]: row for row in cells(out)}
    assert rows["Participant 411"][5] == "7.5"
    assert rows["Participant 411"][-1] == "7.5 of 30"
    assert rows["Participant 414"][5] == "12.00"
    assert rows["Participant 414"][-1] == "Good, but late."
    assert "line 6" in told(result.notes, "Comments that were kept")


def test_moodle_s_time_of_the_last_grade_stays(tmp_path: Path) -> None:
    path = Path(copy(SAMPLES / "moodle.csv", tmp_path))
    _, out = filled(path, everybody(7.5, "A line."), replace=True)
    assert [row[10] for row in cells(out)] == [row[10] for row in cells(path)]


@pytest.mark.parametrize("name", ["moodle.csv", "moodle-de.csv", "moodle-fr.csv"])
def test_a_grade_that_moodle_has_locked_is_left(tmp_path: Path, name: str) -> None:
    path = Path(copy(SAMPLES / name, tmp_path))
    result, _ = filled(path, Finder({"417": EnteredMark(3)}), replace=True)
    assert "Fleur" in told(result.notes, "Moodle has locked")
    assert (result.entered, result.untouched) == (0, 8)


GEORGIAN = "იდენტიფიკატორი,სრული სახელი,სტატუსი,შეფასება,მაქსიმუმი,შეიცვლება,დრო,კომენტარი\n"


def test_moodle_in_a_language_that_is_not_known_is_read_by_its_structure(tmp_path: Path) -> None:
    rows = "".join(f"მონაწილე {n},ნინო,გაგზავნილია,,30,დიახ,-,\n" for n in (41, 42))
    find = Finder({"41": EnteredMark(3, "A line."), "42": EnteredMark(4)})
    result, out = filled(written(tmp_path, GEORGIAN + rows), find)
    assert [row[3] for row in cells(out)] == ["შეფასება", "3", "4"]
    assert result.column == "შეფასება"
    assert [row[-1] for row in cells(out)][1:] == ["", ""], "no column is known to take a comment"


def test_one_student_in_an_unknown_language_can_be_filled_twice(tmp_path: Path) -> None:
    row = "მონაწილე 41,ნინო,,,30,დიახ,-,\n"
    _, once = filled(written(tmp_path, GEORGIAN + row), everybody(3))
    _, twice = filled(once, everybody(3), "twice.csv")
    assert cells(twice)[1][3] == "3"


def test_a_participant_s_number_is_read_in_any_script(tmp_path: Path) -> None:
    header = "المعرف,الاسم,الحالة,الدرجة,الدرجة العظمى,قابلة للتغيير\n"
    find = Finder({"415": EnteredMark(3)})
    filled(written(tmp_path, header + "مشارك ٤١٥,محمد,أرسل,,30,نعم\n"), find)
    assert find.rows[0].ids == ("415",)


def test_a_scale_of_moodle_takes_no_points(tmp_path: Path) -> None:
    text = (
        "ID,Vollständiger Name,Status,Bewertung,Skala,Bewertung kann geändert werden\n"
        'Teilnehmer/in41,Nino,Abgegeben,,"nicht bestanden\nbestanden",Ja\n'
    )
    said = problem(written(tmp_path, text))
    assert "may have a scale" in said
    assert "graded with points" in said


def test_two_columns_that_could_hold_moodle_s_grades_need_a_name(tmp_path: Path) -> None:
    text = GEORGIAN.replace("სტატუსი", "ჯგუფი,მარკერი,სტატუსი")
    row = "მონაწილე 41,ნინო,,7,გაგზავნილია,,30,დიახ,-,\n"
    path = written(tmp_path, text + row)
    assert "which column holds the grades is not clear" in problem(path)
    result, _ = filled(path, everybody(3), column="შეფასება")
    assert result.entered == 1
    assert "it has words, not points" in problem(path, column="სრული სახელი")


def test_a_worksheet_without_students_says_so(tmp_path: Path) -> None:
    text = "Identifier,Full name,Status,Grade,Maximum grade,Grade can be changed\n"
    path = written(tmp_path, text)
    assert detect(path) == "moodle"
    result, _ = filled(path, nobody)
    assert result.students == 0


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_no_comment_is_a_formula_or_a_second_line(tmp_path: Path, text: str) -> None:
    path = Path(copy(SAMPLES / "moodle.csv", tmp_path))
    _, out = filled(path, Finder({"411": EnteredMark(3, f"{text}\nand more")}))
    comment = cells(out)[1][-1]
    assert re.match(r"'\S", comment)
    assert comment.endswith(f"{text.strip()} and more")
    assert "\n" not in comment


def test_no_number_begins_as_a_formula(sample: Path) -> None:
    _, delimiter, place, _, _ = ALL[sample.name]
    _, out = filled(sample, everybody(0.5), replace=True)
    for row in cells(out, delimiter)[1:]:
        assert not row[place].startswith(("=", "+", "-", "@", "\t"))


# The file as such


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_delimiter_and_line_ends_stay(
    tmp_path: Path, end: str, encoding: str, delimiter: str
) -> None:
    text = CANVAS.replace("Doe, Ann", "Ðoe; Анн\t,").replace("\n", end)
    text = "".join('"' if char == '"' else char for char in text)
    outside = re.sub(r'"[^"]*"|,', lambda m: delimiter if m[0] == "," else m[0], text)
    path = written(tmp_path, outside, encoding=encoding)
    _, out = filled(path, Finder({"1": EnteredMark(7.5)}))
    row = f"1{delimiter}ann{delimiter}A{delimiter}"
    changed = outside.replace(row, f"{row}7.5")
    assert out.read_bytes() == changed.encode(encoding)


def test_utf_16_the_other_way_round(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeff" + CANVAS, encoding="utf-16-be")
    _, out = filled(path, Finder({"2": EnteredMark(7)}))
    expected = "\ufeff" + CANVAS.replace("bo,A,", "bo,A,7")
    assert out.read_bytes().decode("utf-16-be") == expected


def test_the_longest_name_that_a_file_can_have_can_be_written(tmp_path: Path) -> None:
    path, out = written(tmp_path, CANVAS), tmp_path / f"{'Ж' * 125}.csv"
    fill(path, out, everybody(3), title=TITLE, points=POINTS)
    assert [each.name for each in tmp_path.glob("Ж*")] == [out.name]


def test_windows_1252_is_said_and_written_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path, CANVAS.replace("Ann", "Zoë"), encoding="cp1252")
    result, out = filled(path, everybody(3))
    assert told(result.notes, "Windows-1252")
    assert "Zoë".encode("cp1252") in out.read_bytes()


def test_a_comment_that_the_encoding_has_no_letters_for_is_left_out(tmp_path: Path) -> None:
    text = (SAMPLES / "moodle-fr.csv").read_text(encoding="utf-8")
    plain = text.encode("cp1252", "ignore").decode("cp1252")
    path = written(tmp_path, plain, encoding="cp1252")
    result, out = filled(path, everybody(3, "კარგია"))
    assert told(result.notes, "has no letters for")
    assert result.entered == 6
    assert cells(out, encoding="cp1252")[1][-1] == ""


def test_what_a_spreadsheet_writes_before_the_header_stays(tmp_path: Path) -> None:
    text = "sep=;\r\n;;\r\n" + CANVAS.replace(",", ";").replace("Doe; Ann", "Doe, Ann")
    path = written(tmp_path, text)
    result, out = filled(path, Finder({"1": EnteredMark(7)}))
    assert out.read_bytes() == text.replace("ann;A;", "ann;A;7").encode()
    assert told(result.notes, "The header is not in the first row")


def test_quotation_marks_of_all_kinds_stay(tmp_path: Path) -> None:
    odd = '"Do""e, Ann"x,1,"ann",A,"",\n5" disk,2, "bo",A,,"a\r\nb"\n'
    head = "".join(CANVAS.splitlines(keepends=True)[:2])
    path = written(tmp_path, head + odd)
    _, out = filled(path, everybody(7))
    expected = odd.replace('A,"",', 'A,"7",').replace("A,,", "A,7,")
    assert out.read_bytes() == (head + expected).encode()


def test_a_decimal_comma_in_a_file_of_commas_is_quoted(tmp_path: Path) -> None:
    path = Path(copy(SAMPLES / "moodle-de.csv", tmp_path))
    _, out = filled(path, Finder({"411": EnteredMark(7.5)}))
    assert b',"7,5","30,00",' in out.read_bytes()


def test_an_enormous_cell_passes_through(tmp_path: Path) -> None:
    essay = "word\n" * 200_000
    path = written(tmp_path, CANVAS.replace("1,ann,A,,\n", f'1,ann,A,,"{essay}"\n'))
    _, out = filled(path, Finder({"2": EnteredMark(7)}))
    assert out.read_bytes() == path.read_bytes().replace(b"bo,A,", b"bo,A,7")


BAD = {
    "a workbook": (b"PK\x03\x04" + b"x" * 99, "an Excel workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "an old Excel workbook"),
    "a page": (b"\xef\xbb\xbf\n <!DOCTYPE html><html>", "a web page"),
    "nothing": (b"", "it is empty"),
    "white space": (b" \r\n\r\n", "it is empty"),
    "a mark alone": (b"\xef\xbb\xbf", "no gradebook that is known"),
    "another table": (b"a,b\n1,2\n", 'its first row has: "a", "b"'),
    "no table": (b"Dear colleague,\nhello", "no gradebook that is known"),
    "cut off": (CANVAS.encode() + b'"Poe, C', "row of line 5: a quotation mark opens a cell"),
    "cut off at once": (b'Student,ID,"Sec', "row of line 1: a quotation mark opens a cell"),
    "nul": (CANVAS.replace("Ann", "A\0n").encode(), "line 3: it has NUL characters"),
    "no mark": (CANVAS.encode("utf-16-le"), "line 1: it has NUL characters"),
    "half of a letter": (b"\xff\xfe" + CANVAS.encode("utf-16-le")[:-1], "UTF-16-LE"),
    "false mark": (b"\xef\xbb\xbf" + CANVAS.replace("Ann", "é").encode("cp1252"), "UTF-8"),
    "shift": (CANVAS.encode() + b"\x81\x8d\x8f,3,x,A,,\n", "its encoding is neither UTF-8"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_filled_is_refused_with_a_cure(tmp_path: Path, name: str) -> None:
    content, said = BAD[name]
    path = tmp_path / "book.csv"
    path.write_bytes(content)
    message = problem(path)
    assert said in message
    assert "book.csv" in message
    assert "export" in message


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "it is missing" in problem(tmp_path / "none.csv")
    with pytest.raises(DataError, match="it is a folder"):
        detect(tmp_path)
    path = written(tmp_path, CANVAS)
    with pytest.raises(DataError, match="its folder is missing"):
        fill(path, tmp_path / "no" / "out.csv", nobody, title=TITLE, points=POINTS)


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sourcework.grading.gradebooks.delimited_text.MOST", 1000)
    assert "longer than 1,000" in problem(written(tmp_path, CANVAS + "x" * 2000))
    never = written(tmp_path, CANVAS + '"' + "x\n" * 2000)
    assert "opens a cell that is not closed" in problem(never)
