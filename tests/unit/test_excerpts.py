"""Excerpts are slices of the seed, and their emendations can be undone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcework import excerpt
from sourcework.document import load_seed
from sourcework.errors import DataError
from sourcework.excerpts import Excerpt, faults, load_excerpts
from sourcework.paths import DATA

SEED = Path(__file__).resolve().parents[2] / "seeds/000_47b3bbf5c34baaba.txt"
ALL = list(load_excerpts().values())


POSTSCRIPT = "- id: testament/postscript\n"
SPOILED = {
    "a list hidden by a second": (
        POSTSCRIPT,
        f"excerpts:\n{POSTSCRIPT}",
        ['"excerpts" is there twice', "keep one of the two"],
    ),
    "a key that is there twice": (
        POSTSCRIPT,
        f"{POSTSCRIPT}  title: Another\n",
        ['"title" is there twice', "keep one of the two"],
    ),
    "a record that is words": (
        POSTSCRIPT,
        f"- just words\n{POSTSCRIPT}",
        ['line {line}, excerpt "without id": it has no fields', "begin it with id:"],
    ),
    "an empty record": (
        POSTSCRIPT,
        f"-\n{POSTSCRIPT}",
        ['line {line}, excerpt "without id": it has no fields', "begin it with id:"],
    ),
    "a layer that is a list": (
        "  layer: testament\n",
        "  layer: [testament]\n",
        ["line {line}, excerpt ", "unknown layer \"['testament']\"", "name one of "],
    ),
    "a layer with a misspelt field": (
        "    addressee: visitors of",
        "    adressee: visitors of",
        ['layer "website", field addressee: Field required'],
    ),
    "no list of excerpts": ("\nexcerpts:", "\nexcerpt:", ["no list of excerpts", '"excerpts:"']),
    "layers that are a list": (
        "\nlayers:",
        "\nlayers: []\nformer:",
        ["no layers by name", '"layers:"'],
    ),
    "a date without quotation marks": (
        "  date: '1923-01-04'\n",
        "  date: 1923-01-04\n",
        ["line {line}, excerpt ", "field date: it is no text", "put it in quotation marks"],
    ),
    "a day that no calendar has, without quotation marks": (
        "  date: '1923-01-04'\n",
        "  date: 1923-02-30\n",
        ["line {line}: there is no date 1923-02-30", "write a real one in quotation marks"],
    ),
    "an id without a chapter": (
        POSTSCRIPT,
        "- id: Postscript\n",
        ["line {line}", 'field id: "Postscript" is no id of an excerpt', "chapter/name"],
    ),
    "lines that are no list": (
        POSTSCRIPT,
        f"- id: testament/another\n  title: Another\n  lines: words\n{POSTSCRIPT}",
        ["field lines: it is no list", "write [first, second]"],
    ),
    "a date that does not fit": (
        "  precision: day\n",
        "  precision: year\n",
        [": date ", "does not fit precision year"],
    ),
    "a misspelt field without a value": (
        POSTSCRIPT,
        f"{POSTSCRIPT}  titel:\n",
        ["field titel: there is no such field"],
    ),
    "a field without a value": (
        POSTSCRIPT,
        f"- id: testament/another\n  title:\n{POSTSCRIPT}",
        ["field title: it is empty", "write something"],
    ),
    "a misspelt field": (
        POSTSCRIPT,
        f"{POSTSCRIPT}  titel: Another\n",
        ["field titel: there is no such field", "see the fields in `sourcework manual`"],
    ),
}


def by_id(one: Excerpt) -> str:
    return one.id


def test_the_seed_is_the_document_as_received() -> None:
    received = "ac59aaa99d98eca24a154a853d49d7ed6dd943a919fb65f2d6545ad2b39affae"
    assert hashlib.sha256(SEED.read_bytes()).hexdigest() == received
    assert len(load_seed().lines) == 70
    assert "\n".join(load_seed().lines).encode("ascii") == SEED.read_bytes()


@pytest.mark.parametrize("one", ALL, ids=by_id)
def test_every_passage_is_verbatim(one: Excerpt) -> None:
    for passage in one.passages:
        assert load_seed().line(passage.line)[passage.start : passage.end] == passage.text
    assert one.text.replace("\n", "") in SEED.read_text(encoding="ascii").replace("\n", "")


@pytest.mark.parametrize("one", ALL, ids=by_id)
def test_the_reading_text_is_the_verbatim_text_plus_the_emendations(one: Excerpt) -> None:
    assert one.restored() == one.text
    mended = one.text
    for mend in one.emendations:
        assert mended.count(mend.verbatim) == 1
        mended = mended.replace(mend.verbatim, mend.reading)
    assert mended == one.reading
    assert (one.reading == one.text) is (not one.emendations)


def test_every_word_of_the_seed_is_in_an_excerpt() -> None:
    covered = {number: set() for number in load_seed().substantive}
    for one in ALL:
        for passage in one.passages:
            covered[passage.line].update(range(passage.start, passage.end))
    for number, places in covered.items():
        line = load_seed().line(number)
        assert not "".join(c for i, c in enumerate(line) if i not in places).strip(), number


@given(st.sampled_from(ALL), st.data())
def test_runs_tile_each_passage_in_order(one: Excerpt, data: st.DataObject) -> None:
    passage = data.draw(st.sampled_from(one.passages))
    runs = [run for run in one.runs if run.line == passage.line]
    assert "".join(run.verbatim for run in runs) == passage.text
    assert all(run.verbatim for run in runs)


@pytest.mark.parametrize("case", SPOILED)
def test_a_wrong_record_is_named_with_line_and_cure(tmp_path: Path, case: str) -> None:
    old, new, said = SPOILED[case]
    text = (DATA / "excerpts.yml").read_text(encoding="utf-8")
    assert old in text, f"excerpts.yml has no {old!r}: the test spoils nothing"
    line = text.count("\n", 0, text.index(old)) + 1
    path = tmp_path / "excerpts.yml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_excerpts(path)
    for words in said:
        assert words.replace("{line}", str(line)) in str(error.value)
    assert "Value error" not in str(error.value)


@pytest.mark.parametrize("content", ["", "- words\n", "words\n"])
def test_a_file_that_holds_no_excerpts_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "excerpts.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"excerpts\.yml, line 1: there are no layers by name"):
        load_excerpts(path)


def test_all_wrong_records_are_told_at_once(tmp_path: Path) -> None:
    text = (DATA / "excerpts.yml").read_text(encoding="utf-8")
    path = tmp_path / "excerpts.yml"
    path.write_text(text.replace("  title: ", "  titel: "), encoding="utf-8")
    found = [str(fault) for fault in faults(path)]
    for one in ALL:
        assert [f'excerpt "{one.id}", field title: Field required' in each for each in found].count(
            True
        ) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"said: caf\xe9\n", ["line 1", "not UTF-8", "save it as UTF-8"]),
        ("said: words\n".encode("utf-16"), ["line 1", "not UTF-8", "save it as UTF-8"]),
        ("a: b\nsaid: words\n".encode("utf-16-le"), ["line 1", "U+0000", "save it as UTF-8"]),
        (b"a: b\nsaid: w\0rds\n", ["line 2", "U+0000", "save it as UTF-8"]),
        (b"a: b\nsaid: w\x07rds\n", ["line 2", "U+0007", "delete it"]),
    ],
)
def test_a_file_in_another_encoding_is_told_so(
    tmp_path: Path, content: bytes, said: list[str]
) -> None:
    path = tmp_path / "excerpts.yml"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"excerpts\.yml") as error:
        load_excerpts(path)
    for words in said:
        assert words in str(error.value)


def test_a_file_saved_with_a_byte_order_mark_and_windows_line_ends_is_read(tmp_path: Path) -> None:
    path = tmp_path / "excerpts.yml"
    text = (DATA / "excerpts.yml").read_text(encoding="utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load_excerpts(path) == load_excerpts()


@pytest.mark.parametrize("letter", ["é".encode(), b"\xe9"])
def test_a_seed_may_have_any_letter_but_is_utf_8(tmp_path: Path, letter: bytes) -> None:
    content = SEED.read_bytes() + letter
    (tmp_path / SEED.name).write_bytes(content)
    sums = f"{hashlib.sha256(content).hexdigest()}  {SEED.name}\n"
    (tmp_path / "SHA256SUMS").write_text(sums, encoding="ascii")
    if letter == b"\xe9":
        with pytest.raises(DataError, match="save it as UTF-8"):
            load_seed(tmp_path)
    else:
        assert load_seed(tmp_path).lines[-1].endswith("é")


def test_checksums_in_another_encoding_are_told_so(tmp_path: Path) -> None:
    (tmp_path / SEED.name).write_bytes(SEED.read_bytes())
    (tmp_path / "SHA256SUMS").write_text("0  a\n", encoding="utf-16")
    with pytest.raises(DataError, match=r"SHA256SUMS, line 1.*save it as UTF-8"):
        load_seed(tmp_path)


def test_the_site_furniture_is_listed_as_furniture() -> None:
    lines = {passage.line for one in ALL if one.furniture for passage in one.passages}
    assert lines == {1, 66, 68, 70}


@pytest.mark.parametrize(
    ("name", "voices"),
    [
        ("poison/session", {"quoted", "gloss"}),
        ("poison/refusal", {"quoted", "remembered", "gloss"}),
        ("georgia/derzhimorda", {"quoted", "gloss"}),
        ("prologue/cook", {"remembered", "narrator"}),
        ("eavesdropping/claim", {"quoted", "narrator"}),
    ],
)
def test_voices_are_told_apart(name: str, voices: set[str]) -> None:
    assert {run.voice for run in load_excerpts()[name].runs} == voices


def test_an_excerpt_reads_well_everywhere() -> None:
    shown = excerpt("testament/postscript")
    bundle = shown._repr_mimebundle_()
    for form in ("text/html", "text/markdown", "text/plain"):
        assert "Stalin is too rude" in bundle[form]
        assert "superiority—namely" in bundle[form]
        assert "4 January 1923" in bundle[form]
    page = bundle["text/html"]
    assert 'id="testament-postscript"' in page
    assert 'href="#testament-postscript"' in page
    assert "How do we know?" in page
    assert "the page has <q>superiority namely</q>" in page
    assert "Kotkin 2014" in page


def test_who_tells_of_oneself_is_no_he(copy) -> None:  # type: ignore[no-untyped-def]
    copy.replace(
        "book/data/excerpts.yml",
        "speaker: trotsky\n  voice: remembered\n  through: trotsky",
        "speaker: krupskaya\n  voice: remembered\n  through: krupskaya",
    )
    done = copy.run(
        "-c",
        "from sourcework import excerpt as show;"
        "print(show('prologue/mediocrity')._repr_mimebundle_()['text/html'])",
    )
    assert "Nadezhda Krupskaya, in the speaker’s own memory" in done.stdout
    assert "he remembered" not in done.stdout


def test_markup_in_a_record_is_shown_and_not_obeyed(copy) -> None:  # type: ignore[no-untyped-def]
    copy.replace(
        "book/data/excerpts.yml", "title: The postscript of", "title: <script>x</script> of"
    )
    done = copy.run(
        "-c",
        "from sourcework import excerpt as show;"
        "print(show('testament/postscript')._repr_mimebundle_()['text/html'])",
    )
    assert "<script>" not in done.stdout
    assert "&lt;script&gt;" in done.stdout
