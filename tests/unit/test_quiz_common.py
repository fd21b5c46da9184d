"""Quizzes for learning platforms: what holds of every format, and the command that writes them."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from contents import ROOT
from lxml import etree
from quizzes import (
    ITEMS,
    ONE_OF_EACH,
    blackboard_lines,
    brightspace_rows,
    canvas_quiz,
    cartridge_quiz,
    edited,
    html_of,
    unzipped,
    whole,
)

from sourcework import identity
from sourcework.__main__ import main
from sourcework.assignments.variants import variants
from sourcework.excerpts import load_excerpts
from sourcework.items import Estimate, Order
from sourcework.quizzes import FORMATS, prompts, write
from sourcework.quizzes.places import places
from sourcework.quizzes.prompts import code, identifier, number_of
from sourcework.quizzes.report import Translation, as_csv, as_markdown
from sourcework.quizzes.texts import inline, plain
from sourcework.quizzes.xml import packed
from sourcework.settings import settings

NASTY = "<script>alert(1)</script> & ]]> \"it\" 'is' <b>bold</b>"
EACH = pytest.mark.parametrize("format", FORMATS)
TOLD = pytest.mark.parametrize("format", [name for name in FORMATS if name != "blackboard"])


OF_THIS_BOOK = [
    (("prologue/choice-1",), "20f43f9ae09056c6912af4c7d241d008", "572940296"),
    (("twelve-days/mark-1",), "146e0a5f9bc45981a1ebfc4963c23e3e", "218784062"),
    (
        ("canvas quiz", "Stalin versus Lenin"),
        "6ead947024d852a08a4b2c486d958b43",
        "945320515",
    ),
    (
        ("qti test", "Stalin versus Lenin: how-late"),
        "3bd4d6192b365ea7928bd28aca4384f7",
        "694884599",
    ),
]


def read(format: str, data: bytes) -> str:
    """Return all that a reader gets to see, as text."""
    return " ".join(
        BeautifulSoup(html, "html.parser").get_text(" ") for html in html_of(format, data)
    )


def squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text)


def identifiers(format: str, data: bytes) -> list[str]:
    """Return every name by which a platform could know a question or an answer again."""
    if format == "moodle":
        return [each.text or "" for each in etree.fromstring(data).iter("idnumber", "name")]
    if format == "canvas":
        return [*unzipped(data), *map(str, canvas_quiz(data).xpath("//@ident | //@linkrefid"))]
    if format == "cartridge":
        return [str(each) for each in cartridge_quiz(data).xpath("//@ident | //@linkrefid")]
    if format == "brightspace":
        return [row[1] for row in brightspace_rows(data) if row[0] in ("ID", "Title")]
    files = unzipped(data)
    roots = [etree.fromstring(content) for content in files.values()]
    return [*files, *(str(each) for root in roots for each in root.xpath("//@identifier"))]


def global_identifiers(format: str, data: bytes) -> set[str]:
    """Return the identifiers that are more than names within one question."""
    if format == "moodle":
        return {each.text or "" for each in etree.fromstring(data).iter("idnumber")}
    if format == "brightspace":
        return {row[1] for row in brightspace_rows(data) if row[0] == "ID"}
    long = re.compile(r"\w?[0-9a-f]{32}|[1-9]\d{8}")
    return {name for name in identifiers(format, data) if long.fullmatch(name)}


@pytest.mark.parametrize(("names", "digits", "number"), OF_THIS_BOOK)
def test_the_identifiers_of_this_book_are_for_ever(
    names: tuple[str, ...], digits: str, number: str
) -> None:
    assert (identifier(*names), number_of(*names)) == (digits, number)


def test_the_questions_of_this_book_are_called_by_their_ids() -> None:
    assert [code(item) for item in ITEMS] == [item.id for item in ITEMS]


@pytest.mark.parametrize("format", [name for name in FORMATS if name != "blackboard"])
def test_another_book_shares_no_identifier_with_this_one(
    format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = global_identifiers(format, write(format, ONE_OF_EACH, "Quiz").data)
    (tmp_path / "sourcework.yml").write_text(
        "id: the-bixby-letter\ntitle: 'The Bixby Letter: a reader'\ndocument: letter.txt\n"
    )
    for module in (identity, prompts):
        monkeypatch.setattr(module, "settings", lambda: settings(tmp_path))
    theirs = global_identifiers(format, write(format, ONE_OF_EACH, "Quiz").data)
    assert len(ours) == len(theirs) >= len(ONE_OF_EACH)
    assert not ours & theirs


@EACH
def test_a_quiz_of_an_assignment_is_called_after_it(format: str, tmp_path: Path) -> None:
    variant = next(iter(variants("twelve-days", "a seed", 1, tmp_path))).folder
    chosen = {
        "twelve-days": ["--assignment", "twelve-days"],
        "source-criticism": ["--assignment", "source-criticism"],
        "how-late": ["--assignment", "how-late"],
        variant.name: ["--assignment", str(variant)],
    }
    for name, arguments in chosen.items():
        quiz, titled = tmp_path / "quiz", tmp_path / "titled"
        title = ["--title", f"Stalin versus Lenin: {name}"]
        assert main(["lms", format, "--out", str(quiz), *arguments]) == 0
        assert main(["lms", format, "--out", str(titled), *arguments, *title]) == 0
        assert quiz.read_bytes() == titled.read_bytes(), name


OWN, FORMER = "Stalin versus Lenin: twelve-days", "Stalin versus Lenin"
QUIZZES = {
    # format, title: (identifier of the package, of the quiz or test in it)
    ("canvas", ""): ("g51677db21de5525fb9c4d0087326ac44", "g3697c45fe990577f95e2f5e59887bf94"),
    ("canvas", OWN): ("g51677db21de5525fb9c4d0087326ac44", "g3697c45fe990577f95e2f5e59887bf94"),
    ("canvas", FORMER): ("ge99b8487438a5f6bb6714db9ee322823", "g6ead947024d852a08a4b2c486d958b43"),
    ("qti", ""): ("m6219c04725745847b4a15c39aa2991f7", "t60032c6a82795c0aaa3844b7765fc573"),
    ("qti", OWN): ("m6219c04725745847b4a15c39aa2991f7", "t60032c6a82795c0aaa3844b7765fc573"),
    ("qti", FORMER): ("m52c76772fd875f0184b515a19b540e17", "t417064b869b95784a4e4788d9504b6a4"),
    ("qti3", ""): ("m6219c04725745847b4a15c39aa2991f7", "t60032c6a82795c0aaa3844b7765fc573"),
}


@pytest.mark.parametrize(("format", "title"), QUIZZES)
def test_the_identifiers_of_a_quiz_of_an_assignment_are_for_ever(
    format: str, title: str, tmp_path: Path
) -> None:
    """A platform that finds another one makes a second quiz."""
    words = ["lms", format, "--assignment", "twelve-days", "--out", str(tmp_path / "quiz.zip")]
    assert main([*words, *(["--title", title] if title else [])]) == 0
    with zipfile.ZipFile(tmp_path / "quiz.zip") as archive:
        manifest = archive.read("imsmanifest.xml").decode()
    assert tuple(re.findall(r'\bidentifier="([^"]+)"', manifest)[:2]) == QUIZZES[format, title]


@EACH
def test_the_same_items_give_the_same_bytes(format: str) -> None:
    assert write(format, ITEMS, "Again").data == write(format, list(ITEMS), "Again").data


def test_an_archive_does_not_know_the_time() -> None:
    data = packed({"b.xml": b"<b/>", "a.xml": b"<a/>"})
    assert list(unzipped(data)) == ["b.xml", "a.xml"]
    assert data == packed({"b.xml": b"<b/>", "a.xml": b"<a/>"})
    assert data[10:14] == b"\0\0!\0", "1 January 1980"


@TOLD
@pytest.mark.parametrize("item", ONE_OF_EACH, ids=lambda item: item.kind)
def test_a_corrected_item_keeps_its_identifiers(format: str, item: object) -> None:
    before, after = (write(format, [each], "Quiz") for each in (item, edited(item)))  # type: ignore[arg-type, list-item]
    assert before.data != after.data
    found = identifiers(format, before.data)
    assert found
    assert found == identifiers(format, after.data)


@TOLD
def test_no_two_questions_share_an_identifier(format: str) -> None:
    ids = {
        "moodle": lambda data: [x.text for x in etree.fromstring(data).iter("idnumber")],
        "canvas": lambda data: canvas_quiz(data).xpath("//*[local-name()='item']/@ident"),
        "cartridge": lambda data: cartridge_quiz(data).xpath("//*[local-name()='item']/@ident"),
        "brightspace": lambda data: [r[1] for r in brightspace_rows(data) if r[0] == "ID"],
        "qti": lambda data: [name for name in unzipped(data) if name.startswith("items/")],
        "qti3": lambda data: [name for name in unzipped(data) if name.startswith("items/")],
    }[format](whole(format).data)
    rows = sum(len(item.rule()["pairs"]) - 1 for item in ITEMS if "pairs" in item.rule())
    rows += sum(len(item.rule()["places"]) - 1 for item in ITEMS if "places" in item.rule())
    parts = rows if format == "cartridge" else 0  # there a row is a question
    assert len(ids) == len(set(ids)) == len(ITEMS) + parts


@EACH
def test_what_became_of_each_item_is_reported(format: str) -> None:
    report = whole(format).report
    assert [(row.item, row.kind) for row in report] == [(item.id, item.kind) for item in ITEMS]
    for row, item in zip(report, ITEMS, strict=True):
        assert row.written
        told = " ".join(row.lost)
        assert ("how sure the reader is" in told) == item.confidence
        assert ("the one try" in told) == item.predict
        assert ("the tables" in told) == (item.level == 2)
        if item.kind in ("mark", "short", "estimate"):
            assert row.lost or "numbered passages" in row.written, row


@EACH
@pytest.mark.parametrize("kind", ["mark", "estimate"])
def test_a_kind_that_no_platform_has_says_how_it_is_written(format: str, kind: str) -> None:
    ways = {row.written for row in whole(format).report if row.kind == kind}
    words = {"mark": "passages|one for each row", "estimate": "right|not scored"}[kind]
    assert all(re.search(words, way) for way in ways), ways


@EACH
@pytest.mark.parametrize("item", ONE_OF_EACH, ids=lambda item: item.kind)
def test_no_text_of_an_item_becomes_markup(format: str, item: object) -> None:
    data = write(format, [edited(item, NASTY)], NASTY).data  # type: ignore[arg-type, list-item]
    admitted = {"p", "strong", "em", "br", "ul", "li"}
    if format != "blackboard":
        admitted.add("blockquote")
    for html in html_of(format, data):
        tags = {tag.name for tag in BeautifulSoup(html, "html.parser").find_all()}
        if format in ("qti", "qti3"):
            assert not tags & {"script", "b"}
        else:
            assert tags <= admitted
    assert "<script>alert(1)</script>" in read(format, data)


@EACH
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_a_question_brings_its_excerpts_with_line_and_title(format: str, item: object) -> None:
    seen = squeezed(read(format, write(format, [item], "Quiz").data))  # type: ignore[list-item]
    for name in item.excerpts:  # type: ignore[attr-defined]
        excerpt = load_excerpts()[name]
        assert squeezed(excerpt.title) in seen
        reading = excerpt.reading.split("\n")
        for passage, line in zip(excerpt.passages, reading, strict=True):
            if item.kind != "mark":  # type: ignore[attr-defined]
                assert f"{passage.line}{squeezed(line)}" in seen
    assert squeezed(plain(item.stem)) in seen  # type: ignore[attr-defined]


@EACH
def test_passages_to_be_tagged_stand_numbered_in_the_quotation(format: str) -> None:
    for item in (each for each in ITEMS if each.kind == "mark"):
        seen = read(format, write(format, [item], "Quiz").data)
        for number, option in enumerate(item.options, start=1):
            start = seen.index(f"[{number}")
            shown = seen[start : seen.index("]", start)]
            assert squeezed(shown) == f"{number}{squeezed(option.text)}"
            assert squeezed(f"Passage {number} {option.text}") in squeezed(seen)


@TOLD
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_feedback_argues_from_the_words_of_the_document(format: str, item: object) -> None:
    seen = squeezed(read(format, write(format, [item], "Quiz").data))  # type: ignore[list-item]
    excerpts = load_excerpts()
    for told in item.feedbacks().values():  # type: ignore[attr-defined]
        assert squeezed(plain(told.feedback)) in seen
        for name, phrases in told.words.items():
            for phrase in phrases:
                place = excerpts[name].reading.index(phrase)
                number = excerpts[name].reading.count("\n", 0, place)
                line = excerpts[name].passages[number].line
                assert squeezed(f"{phrase} line {line}") in seen


def test_blackboard_has_no_room_for_feedback_and_the_report_says_so() -> None:
    for row in whole("blackboard").report:
        assert "feedback and hint" in row.lost
        assert any("points" in each for each in row.lost)


@TOLD
def test_what_the_archive_has_comes_with_the_feedback(format: str) -> None:
    for item in (each for each in ITEMS if each.reveal):
        seen = squeezed(read(format, write(format, [item], "Quiz").data))
        assert squeezed(plain(item.reveal.text)) in seen  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "html", "words"),
    [
        ("after *since* a comma", "after <em>since</em> a comma", "after since a comma"),
        ("2 * 3 * 4", "2 * 3 * 4", "2 * 3 * 4"),
        ("one * alone", "one * alone", "one * alone"),
        ("<i>*a & b*</i>", "&lt;i&gt;<em>a &amp; b</em>&lt;/i&gt;", "<i>a & b</i>"),
    ],
)
def test_emphasis_is_italics_and_nothing_else_is_markup(text: str, html: str, words: str) -> None:
    assert str(inline(text)) == html
    assert plain(text) == words


def test_options_that_share_a_place_say_so() -> None:
    tied = [item for item in ITEMS if isinstance(item, Order) and item.interaction().has_ties]
    assert [item.id for item in tied] == ["testament/order-1"]
    named = places(tied[0].interaction())
    assert named["complaint"] == named["first"] == "3rd or 4th"
    assert named["notes"] == "5th"
    for name in ("moodle", "canvas", "brightspace", "blackboard"):
        rows = {row.item: row.written for row in whole(name).report}
        assert "1st, 2nd, 3rd or 4th, 5th, 6th, 7th" in rows["testament/order-1"]
        seen = read(name, write(name, tied, "Quiz").data)
        assert "Where options share a place, nothing decides between them." in seen


def test_a_report_can_be_a_table_of_either_sort() -> None:
    reports = {"moodle": [Translation("a/b-1", "mark", "matching", ("one | two", "three"))]}
    assert as_csv(reports).splitlines()[1] == "moodle,a/b-1,mark,matching,one | two; three"
    table = as_markdown(reports).splitlines()
    assert table[0] == "| format | item | kind | written as | lost or changed |"
    assert table[2] == r"| moodle | a/b-1 | mark | matching | one \| two; three |"


@pytest.mark.parametrize(
    ("format", "items", "title", "said"),
    [
        ("word", ITEMS, "Quiz", "there is no format 'word'; use one of moodle, canvas"),
        ("moodle", [], "Quiz", "at least one item"),
        ("qti", ITEMS, "  ", "needs a title"),
        ("qti", [*ITEMS, ITEMS[3]], "Quiz", f"{ITEMS[3].id}: the quiz would have this item twice"),
    ],
)
def test_what_cannot_be_written_is_refused(
    format: str, items: list[object], title: str, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        write(format, items, title)  # type: ignore[arg-type]


def test_the_book_itself_does_not_need_what_writes_xml() -> None:
    look = "import sys, dossier, sourcework.__main__; sys.exit('lxml' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", look], cwd=ROOT / "book", capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    binder = (ROOT / ".binder/requirements.txt").read_text(encoding="utf-8")
    assert "lxml" not in binder


def test_the_command_writes_a_quiz_and_tells_what_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quiz, report = tmp_path / "quiz.xml", tmp_path / "report.csv"
    arguments = ["--out", str(quiz), "--items", "poison/mark-1", "poison/choice-1"]
    assert main(["lms", "moodle", *arguments, "--report", str(report)]) == 0
    root = etree.parse(quiz).getroot()
    assert [each.text for each in root.iter("idnumber")] == ["poison/mark-1", "poison/choice-1"]
    assert (
        root.findtext("question/category/text")
        == "$course$/top/Stalin versus Lenin: The poison episode"
    )
    said = capsys.readouterr().out
    assert "2 items, 0 of them without a loss" in said
    assert "poison/mark-1, mark → matching: numbered passages to categories; lost" in said
    assert report.read_text(encoding="utf-8").count("\n") == 3


def test_the_command_writes_all_formats_into_a_folder(tmp_path: Path) -> None:
    chosen = ["--chapter", "prologue", "epilogue", "--title", "Beginning and end"]
    report = ["--report", str(tmp_path / "new/report.md")]
    assert main(["lms", "all", "--out", str(tmp_path / "new"), *chosen, *report]) == 0
    made = {path.name for path in (tmp_path / "new").iterdir()}
    assert made == {
        "moodle.xml",
        "canvas.zip",
        "brightspace.csv",
        "blackboard.txt",
        "qti.zip",
        "qti3.zip",
        "cartridge.imscc",
        "report.md",
    }
    text = (tmp_path / "new/report.md").read_text(encoding="utf-8")
    chosen_items = [item for item in ITEMS if item.chapter in ("prologue", "epilogue")]
    assert text.count("\n") == 2 + len(FORMATS) * len(chosen_items)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--items", "poison/choice-99"], 2, "there is no item 'poison/choice-99'"),
        (["--chapter", "data"], 2, "there is no chapter with items 'data'; use one of document"),
        (["--title", ""], 1, "a quiz needs a title"),
        (["--report", "nowhere/report.md"], 1, "nowhere"),
    ],
)
def test_bad_usage_is_told_and_leaves_nothing_half_written(
    arguments: list[str],
    code: int,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["lms", "qti", "--out", "quiz.zip", *arguments]) == code
    assert said in capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir()} <= {"quiz.zip"}


def test_an_unknown_format_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["lms", "word", "--out", "quiz.doc"])
    assert stopped.value.code == 2
    assert "invalid choice: 'word'" in capsys.readouterr().err


def test_a_failed_write_leaves_the_old_quiz(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiz = tmp_path / "quiz.xml"
    quiz.write_text("the old one", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert main(["lms", "moodle", "--out", str(quiz)]) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["quiz.xml"]
    assert quiz.read_text(encoding="utf-8") == "the old one"


def test_blackboard_lines_begin_with_a_type_that_it_has() -> None:
    kinds = {line[0] for line in blackboard_lines(whole("blackboard").data)}
    assert kinds == {"MC", "MA", "MAT", "NUM", "ESS"}


def test_estimates_earn_nothing_anywhere() -> None:
    estimate = next(item for item in ITEMS if isinstance(item, Estimate))
    moodle = etree.fromstring(write("moodle", [estimate], "Quiz").data)
    assert moodle.findtext("question/defaultgrade") == "0"
    rows = brightspace_rows(write("brightspace", [estimate], "Quiz").data)
    assert ["Points", "0", "", "", ""] in rows
