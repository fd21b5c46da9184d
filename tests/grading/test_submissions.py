"""Whose file it is, by the names that four platforms give."""

from __future__ import annotations

import datetime
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sourcework.grading.intake.archives import ArchivedFile
from sourcework.grading.intake.submissions import Names, Owner
from sourcework.grading.marking.results import Student


def owners(*paths: str, manifest: str = "") -> dict[str, Owner | None]:
    names = Names([ArchivedFile(path, manifest.encode) for path in paths])
    return {path: names.owner(path) for path in paths}


def owner(path: str, *others: str) -> Owner:
    found = owners(path, *others)[path]
    assert found is not None
    return found


CANVAS = {
    # path: (id, name, handle, late)
    "weberanna_123_4567_answers.json": ("123", "weberanna", "weberanna_123_4567", False),
    "weberanna_LATE_123_4567_answers.json": ("123", "weberanna", "weberanna_LATE_123_4567", True),
    "van_der_berg_12_34_a_5_6_b.json": ("12", "van_der_berg", "van_der_berg_12_34", False),
    "anon_aB3xY_4567_answers.json": ("aB3xY", "anonymous aB3xY", "anon_aB3xY_4567", False),
    "LATE_anon_aB3xY_4567_a.json": ("aB3xY", "anonymous aB3xY", "LATE_anon_aB3xY_4567", True),
    "anon_77_4567_answers.json": ("77", "anonymous 77", "anon_77_4567", False),
    "weberanna_123_text.html": ("123", "weberanna", "weberanna_123", False),
    "weberanna_LATE_123_link.html": ("123", "weberanna", "weberanna_LATE_123", True),
    "submissions/weberanna_123_4567_a.json": ("123", "weberanna", "weberanna_123_4567", False),
    "weberanna_123_4567_work.zip/x_9_99_a.json": ("123", "weberanna", "weberanna_123_4567", False),
    "žižek_5_6_a.json": ("5", "žižek", "žižek_5_6", False),
}


@pytest.mark.parametrize("path", CANVAS)
def test_canvas(path: str) -> None:
    user, name, handle, late = CANVAS[path]
    found = owner(path)
    assert found.student == Student("canvas", user, name, handle)
    assert found.late == late


def test_canvas_s_later_upload_has_the_higher_number() -> None:
    first, second = owner("x_1_999_a.json"), owner("x_1_1000_a-1.json")
    assert first.order < second.order
    assert first.student.id == second.student.id


def test_the_silence_of_canvas_counts_and_that_of_all_is_known() -> None:
    found = owners("a_LATE_1_2_x.json", "b_3_4_x.json")
    assert [each.on_time for each in found.values() if each] == [False, True]
    assert not any(each.unmarked for each in found.values() if each)
    silent = owner("b_3_4_x.json", "a_1_2_x.json")
    assert (silent.on_time, silent.unmarked) == (True, True)


MOODLE = {
    "Anna Weber_123_assignsubmission_file/answers.json": "Anna Weber_123_assignsubmission_file",
    "Anna Weber_123_assignsubmission_file_/answers.json": "Anna Weber_123_assignsubmission_file_",
    "Anna Weber_123_assignsubmission_file_answers.json": "Anna Weber_123_assignsubmission_file",
    "Anna Weber_123_assignsubmission_onlinetext/onlinetext.html": (
        "Anna Weber_123_assignsubmission_onlinetext"
    ),
    "Anna Weber_123_assignsubmission_onlinetext_onlinetext.html": (
        "Anna Weber_123_assignsubmission_onlinetext"
    ),
    "course/Anna Weber_123_assignsubmission_file/a/Eve_9_assignsubmission_file/x.json": (
        "Anna Weber_123_assignsubmission_file"
    ),
}


@pytest.mark.parametrize("path", MOODLE)
def test_moodle(path: str) -> None:
    assert owner(path).student == Student("moodle", "123", "Anna Weber", MOODLE[path])


def test_moodle_with_hidden_names() -> None:
    found = owner("Participant_77_assignsubmission_file/answers.json").student
    assert (found.id, found.name) == ("77", "Participant")


@pytest.mark.parametrize("user", ["aweber", "a_weber", "a.weber@example.org", "0012"])
def test_blackboard_s_usernames_may_have_underscores(user: str) -> None:
    base = f"Essay_1: two_{user}_attempt_2026-11-30-23-10-05"
    found = owners(f"{base}_answers.json", f"{base}.txt", manifest=f"Name: Anna Weber ({user})\n")
    for each in found.values():
        assert each is not None
        assert each.student.id == user
        assert each.moment == datetime.datetime(2026, 11, 30, 23, 10, 5)


def test_blackboard_without_a_manifest_goes_by_what_all_names_share() -> None:
    paths = [f"Essay_1_{user}_attempt_2026-11-30-10-00-00_a.json" for user in ("a_b", "c_d", "c_e")]
    assert [each.student.id for each in owners(*paths).values() if each] == ["a_b", "c_d", "c_e"]


def test_blackboard_s_later_attempt_counts_as_later() -> None:
    first, second = (f"E_u_attempt_2026-11-{day}-10-00-00_a.json" for day in ("09", "10"))
    assert owner(first).order < owner(second).order


BRIGHTSPACE = {
    "397063-25573 - Mary-Ann Smith - Sep 24, 2024 926 PM/a.json": ("397063", "Mary-Ann Smith"),
    "397063-25573 - Mary-Ann Smith - Sep 24, 2024 926 PM - a.json": ("397063", "Mary-Ann Smith"),
    "397063-25573 - N0123456 - Mary-Ann Smith - 24 September, 2024 21-26/a.json": (
        "N0123456",
        "Mary-Ann Smith",
    ),
    "1-2 - Ann - Lee - Sep 24, 2024 9:26 PM/deep/a.json": ("1", "Ann - Lee"),
}


@pytest.mark.parametrize("path", BRIGHTSPACE)
def test_brightspace(path: str) -> None:
    found = owner(path)
    assert (found.student.id, found.student.name) == BRIGHTSPACE[path]
    assert found.moment == datetime.datetime(2024, 9, 24, 21, 26)
    assert path.startswith(found.student.handle)
    assert found.student.handle.split()[-1] in ("PM", "21-26")


@pytest.mark.parametrize("date", ["Feb 30, 2026 100 AM", "Foo 3, 2026 100 AM", "Sep 3, 2026 2560"])
def test_a_date_that_is_none_is_no_moment(date: str) -> None:
    found = owners(f"1-2 - Ann - {date}/a.json").values()
    assert [each.moment for each in found if each] == [None]


PLAIN = {
    "anna.json": "anna",
    "anna (1).json": "anna",
    "Anna.Weber.ipynb": "Anna.Weber",
    "anna/answers.json": "anna",
    "anna/deep/answers.json": "anna",
    "anna.zip/answers.json": "anna",
    ".json": ".json",
    "(1).json": "(1)",
    "thirty-answers-anna-2026-11-28.json": "anna",
    "thirty-answers-anna-2026-11-28 (1).json": "anna",
    "thirty-answers-anna-2026-11-28-2.json": "anna",
    "stalin-versus-lenin-answers-anna-lee-2-2026-11-28.json": "anna-lee-2",
    "thirty-answers-anna-2026-11-28/a.json": "anna",
    "thirty-answers-2026-11-28.json": "thirty-answers-2026-11-28",
    "thirty-answers-2026-11-28 (1).json": "thirty-answers-2026-11-28 (1)",
    "thirty-answers.ipynb": "thirty-answers",
}


@pytest.mark.parametrize("path", PLAIN)
def test_plain(path: str) -> None:
    student = owner(path, "zoe.json", "zed.json").student
    assert (student.platform, student.id) == ("plain", PLAIN[path])


def test_a_folder_around_all_is_nobody() -> None:
    found = owners("class/anna.json", "class/ben.json", "class/zoe/a.json")
    assert [each.student.id for each in found.values() if each] == ["anna", "ben", "zoe"]


def test_in_a_download_of_a_platform_other_names_are_nobody_s() -> None:
    found = owners("a_1_2_x.json", "b_3_4_x.json", "answers.json")
    assert found["answers.json"] is None


def test_among_plain_files_a_student_cannot_take_another_s_name() -> None:
    found = owner("eve/adam_1_2_answers.json", "adam.json", "zoe.json", "max.json")
    assert found.student.id == "eve"


@pytest.mark.parametrize("inside", ["mallory.zip", "mallory", "class/mallory.zip"])
def test_what_is_in_a_student_s_zip_decides_for_nobody_else(inside: str) -> None:
    above = "class/" if inside.startswith("class/") else ""
    own = [f"{inside}/Ann_{n}_assignsubmission_file/a.json" for n in range(35)]
    found = owners(*own, *(f"{above}student{n}.json" for n in range(4)))
    students = ["mallory", "student0", "student1", "student2", "student3"]
    assert sorted({each.student.id for each in found.values() if each}) == students


def test_a_platform_s_zip_in_a_folder_is_that_platform_s() -> None:
    found = owners(*(f"download.zip/Ann_{n}_assignsubmission_file/a.json" for n in range(3)))
    assert [each.student.id for each in found.values() if each] == ["0", "1", "2"]


LISTED = "397063-25573 - Ann Lee - Sep 24, 2024 926 PM/a.json"


@pytest.mark.parametrize("above", ["", "class/"])
@pytest.mark.parametrize("index", ["index.html", "INDEX.HTML"])
def test_the_list_beside_one_student_s_folder_is_nobody_s(index: str, above: str) -> None:
    paths = [f"{above}{index}", f"{above}{LISTED}"]
    names = Names([ArchivedFile(path, b"".join) for path in paths])
    assert names.platform == "brightspace"
    assert [names.lists(path) for path in paths] == [True, False]
    found = names.owner(paths[1])
    assert found
    assert found.student.id == "397063"


def test_among_plain_files_such_a_list_is_no_student() -> None:
    found = owners("index.html", "anna.json", "ben/index.html")
    assert [each and each.student.id for each in found.values()] == [None, "anna", "ben"]


def test_accents_of_either_form_are_one_student() -> None:
    forms = [unicodedata.normalize(form, "josé.json") for form in ("NFC", "NFD")]
    one, other = owners(*forms).values()
    assert one
    assert other
    assert one.student.id == other.student.id


@pytest.mark.parametrize(
    "date",
    [
        "10 nov. 2026 11 22",
        "10. November 2026 1122",
        "noviembre 10, 2026 11-22",
        "2026年11月10日 1122",
        "10-11-2026 1122",
        "Χ 10, 2026 1122 μμ",
    ],
)
def test_brightspace_is_known_by_a_date_in_any_language(date: str) -> None:
    paths = [f"39786-640786 - Jane Smith - {date}/a.json", f"7-64 - N07 - Bo Li - {date} - a.json"]
    one, other = (each for each in owners(*paths).values() if each)
    assert (one.student.platform, one.student.id, one.student.name) == (
        "brightspace",
        "39786",
        "Jane Smith",
    )
    assert (other.student.id, other.student.name) == ("N07", "Bo Li")
    assert {one.undated, other.undated} in ({date}, {""})


def test_a_file_called_like_a_date_does_not_hide_the_date() -> None:
    found = owner("1-2 - Ann - Sep 24, 2024 926 PM - essay 2024 12 30.json")
    assert (found.student.name, found.undated) == ("Ann", "")


BROKEN = {
    "anna\nweber_123_4567_answers.json": "anna weber",
    "anna_123_4567_a\nb.json": "anna",
    "Anna\r\nWeber_123_assignsubmission_file/a\nb.json": "Anna Weber",
    "E_123_attempt_2026-11-30-10-00-00_a\nb.json": "123",
    "123-5 - Anna\nWeber - Sep 24, 2024 926 PM/a.json": "Anna Weber",
    "123-5 - Anna Weber - Sep 24, 2024 926 PM - a\nb.json": "Anna Weber",
}


@pytest.mark.parametrize("path", BROKEN, ids=repr)
def test_a_line_break_in_a_name_hides_nobody(path: str) -> None:
    student = owner(path).student
    assert (student.id, student.name) == ("123", BROKEN[path])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=5))
def test_no_name_is_too_odd(paths: list[str]) -> None:
    for found in owners(*paths).values():
        assert found is None or found.student.handle is not None
