"""Excerpts are slices of the seed, and their emendations can be undone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import excerpt
from dossier.excerpts import Excerpt, load_excerpts
from dossier.seed import load_seed

SEED = Path(__file__).resolve().parents[2] / "seeds/000_47b3bbf5c34baaba.txt"
ALL = list(load_excerpts().values())


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


def test_markup_in_a_record_is_shown_and_not_obeyed(copy) -> None:  # type: ignore[no-untyped-def]
    copy.replace(
        "book/data/excerpts.yml", "title: The postscript of", "title: <script>x</script> of"
    )
    done = copy.run(
        "-c",
        "from dossier import excerpt as show;"
        "print(show('testament/postscript')._repr_mimebundle_()['text/html'])",
    )
    assert "<script>" not in done.stdout
    assert "&lt;script&gt;" in done.stdout
