"""Tests of the check: silent on the book, and of each fault it tells file, place and cure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from engine_book import Copy

EXCERPTS = "book/data/excerpts.yml"
EVENTS = "book/data/events.csv"
PEOPLE = "book/data/people.csv"
TERMS = "book/data/terms.csv"
BELL = "book/exercises/bell.yml"
KEYS = "assignments/night-watch/keys.yml"
ASSIGNMENT = "assignments/night-watch/assignment.yml"
SETTINGS = "sourcework.yml"
LEDGER = "book/ledger.md"

TOLD = re.compile(r"[\w./-]+, .+: .+; .+\.")  # file, place: fault; cure.

# case: (file, what stands there, what is put there; what must be said of place, fault and cure)
SPOILED: dict[str, tuple[str, str, str, list[str]]] = {
    "a stretch of time that ends before it begins": (
        SETTINGS,
        "  phases:\n",
        '  stretches: [{words: the bridge, from: "1958", to: "1907"}]\n  phases:\n',
        ["timeline.stretches.0", "the bridge ends before it begins; exchange from and to"],
    ),
    "a stretch of time to a day that there is not": (
        SETTINGS,
        "  phases:\n",
        '  stretches: [{words: the flood, from: 1907-03, to: "1907-02-30"}]\n  phases:\n',
        ["the flood: there is no such day; look into a calendar"],
    ),
    "what waits for an item that there is not": (
        LEDGER,
        "{after} ledger/choices-1",
        "{after} ledger/choices-7",
        ['line 56: there is no item "ledger/choices-7" to wait for; wait for one that is there'],
    ),
    "what waits for an item of another page": (
        LEDGER,
        "{after} ledger/choices-1",
        "{after} bell/choice-1",
        [
            'line 56: it waits for "bell/choice-1", which this page does not ask',
            "or show it: exerc",
        ],
    ),
    "what waits for an item below it": (
        LEDGER,
        "{after} ledger/choices-1",
        "{after} ledger/match-1",
        ['"ledger/match-1", which comes only below it; move exercise("ledger/match-1") above it'],
    ),
    "what waits without an end": (
        LEDGER,
        ":::{after-end}\n:::\n\n```",
        "```",
        ["line 43: what waits for an answer has no end; write {after-end} behind what waits"],
    ),
    "an end of what does not wait": (
        LEDGER,
        ":::{after} ledger/choices-1\n:::\n",
        "",
        ["nothing begins that {after-end} could end; write {after} with the id of a question"],
    ),
    "an excerpt that is sealed for ever": (
        LEDGER,
        'after="ledger/match-1"',
        'after="bell/choice-1"',
        ['it waits for "bell/choice-1", which this page does not ask; wait for one that is there'],
    ),
    "a question for which nothing waits": (
        BELL,
        "  open: The brackets in the diary are the evidence, and the page says nothing of them.\n",
        "",
        [
            'line 21, item "bell/choice-1": nothing in book/bell.md waits for its answer',
            "write :::{after} bell/choice-1 and ::: on two lines below it, what tells the answer",
            ":::{after-end} and ::: on two lines behind that, or say why nothing need wait",
        ],
    ),
    "a retired question that a page asks": (
        LEDGER,
        'exercise("ledger/choices-1")',
        'exercise("ledger/choice-1")',
        [
            ', exercise: it asks "ledger/choice-1": it is retired since 1 May 2031',
            'kept for records alone; use "ledger/match-1" in its place',
            'line 56: it waits for "ledger/choices-1", which this page does not ask',
        ],
    ),
    "what waits for a retired question": (
        LEDGER,
        "{after} ledger/choices-1",
        "{after} ledger/choice-1",
        ['line 56: it waits for "ledger/choice-1": it is retired since 1 May 2031'],
    ),
    "a retired question without its words": (
        "book/exercises/ledger.yml",
        "  stem: When was the boat sold?\n",
        "",
        [
            'item "ledger/choice-1", field retired: it is retired without stem; keep the item as',
            "it was asked: records show its words, and graders score by its key",
        ],
    ),
    "a retired question in whose place nobody asks": (
        "book/exercises/ledger.yml",
        "by: ledger/match-1",
        "by: ledger/match-7",
        ['field retired.by: there is no item "ledger/match-7" in its place; name an item'],
    ),
    "a question retired on no day": (
        "book/exercises/ledger.yml",
        "since: '2031-05-01'",
        "since: the autumn",
        ['field retired.since: "the autumn" is no date; write it as "2026-11-30" or as "2026-11"'],
    ),
    "a question for which something waits and need not": (
        "book/exercises/ledger.yml",
        "  hint: Keep to her own sentences.\n",
        "  hint: Keep to her own sentences.\n  open: The page is silent.\n",
        [
            'line 28, item "ledger/choices-1": it says why nothing must wait for it, and in',
            "something does; take the field away, or what waits",
        ],
    ),
    "prose that has the words of the key": (
        "book/page.md",
        "**Who made it, and when?**",
        "We say that\n*the title* of the [subject](people.md), the foot of the sheet.",
        [
            'book/page.md, line 16, prose: "the title of the subject the" tells what '
            '"page/choice-1"',
            "write :::{after} page/choice-1 and ::: on two lines above it, and :::{after-end}"
            " and ::: on two lines below it, or say it in other words",
        ],
    ),
    "an open fold above a question": (
        "book/page.md",
        "**Who made it, and when?**",
        "<details>\n<summary>Open this.</summary>\n\nThe title of the subject, the foot of the "
        "sheet.\n\n</details>",
        ['book/page.md, line 18, prose: "the title of the subject the" tells what'],
    ),
    "a number that is told behind its question": (
        "book/bell.md",
        """```{code-cell} ipython3
:tags: [remove-input]
exercise("bell/order-1")""",
        """It was 90 minutes.

```{code-cell} ipython3
:tags: [remove-input]
exercise("bell/order-1")""",
        [', prose: "90 minutes" tells what "bell/number-1" asks, and does not wait for it; write'],
    ),
    "a first page that tells what a chapter asks": (
        "book/index.md",
        "Read [the bell]",
        "It took 90 minutes. Read [the bell]",
        ['book/index.md, line 18, prose: "90 minutes" tells what "bell/number-1" asks, before its'],
    ),
    "a title of a table that tells a number": (
        "book/bell.md",
        "The night and the week",
        "The night, ninety or 90 minutes",
        [', words of a cell: "90 minutes" tells what "bell/number-1" asks'],
    ),
    "a heading that has what gives a question away": (
        LEDGER,
        "## Hold it against the rest",
        "## One *speech* against the rest",
        [', heading: "one speech" tells what "ledger/match-1" asks, and does not wait for it'],
    ),
    "a title of an excerpt that gives a question away": (
        EXCERPTS,
        "  title: The boat is sold",
        "  title: One speech, and the ledger",
        [
            'title of excerpt "ledger/sold": "one speech" tells what "ledger/match-1" asks',
            'write excerpt("ledger/sold", after="ledger/match-1"), or give it another title',
        ],
    ),
    "a changed document": (
        "seeds/quillhaven.txt",
        "nine feet",
        "ten feet",
        ["seeds/quillhaven.txt, whole file: its SHA-256 is", "restore it"],
    ),
    "words that are not in the document": (
        EXCERPTS,
        "con- nection",
        "con-nection",
        ['excerpt "bell/order"', "'con-nection' are not in the excerpt", "copy more of them"],
    ),
    "a stretch without its end": (
        EXCERPTS,
        ", to: 'on the quay]'",
        "",
        ['line 90, excerpt "bell/diary", field voices.0.to: Field required; see the fields'],
    ),
    "a day that there is not": (
        EXCERPTS,
        "'1907-03-02'",
        "'1907-02-30'",
        ['line 83, excerpt "bell/diary", field date: there is no date 1907-02-30; see the fields'],
    ),
    "an id that is taken": (
        EXCERPTS,
        "id: ledger/window",
        "id: ledger/bridge",
        ['excerpt "ledger/bridge": the id is taken already; give every excerpt its own id'],
    ),
    "an unknown layer": (
        EXCERPTS,
        "layer: speech",
        "layer: toast",
        ['unknown layer "toast"; name one of narration, office, speech'],
    ),
    "an unknown speaker": (
        EXCERPTS,
        "speaker: sattarov",
        "speaker: satarov",
        ['excerpt "ledger/bridge": unknown speaker "satarov"; add the person to people.csv, or'],
    ),
    "an unknown chain": (
        EXCERPTS,
        "chain: diary",
        "chain: diaries",
        ['excerpt "bell/diary": unknown chain "diaries"; add its links to links.csv'],
    ),
    "an unknown excerpt of a retelling": (
        "book/data/retellings.csv",
        "ledger/sold",
        "ledger/gone",
        ['row "ledger/page": unknown excerpt "ledger/gone"; use an id of excerpts.yml'],
    ),
    "a retelling at a link of another chain": (
        "book/data/retellings.csv",
        "ledger-02",
        "diary-02",
        ['row "ledger/speech": no link "diary-02" in the chain "ledger"; use an id of its own'],
    ),
    "an unknown work of a caution": (
        EXCERPTS,
        "[packet1907]",
        "[packet1908]",
        ['excerpt "bell/order": unknown source "packet1908"; add the work to references.bib'],
    ),
    "words before a cut that are not in the excerpt": (
        EXCERPTS,
        "after: wait for me. . . .",
        "after: wait for him. . . .",
        ["excerpt \"bell/diary\": the words 'wait for him. . . .' are not there; copy them from"],
    ),
    "an unknown work of a cut": (
        EXCERPTS,
        "sources: [odowd1907, brandt1987]\n  full:",
        "sources: [odowd1907, brandt1988]\n  full:",
        ['excerpt "bell/diary": unknown source "brandt1988"; add the work to references.bib'],
    ),
    "words of a translation that its sentence does not have": (
        EXCERPTS,
        "words: did not move",
        "words: did not stir",
        ["excerpt \"ledger/window\": the words 'did not stir' are not there; copy them from"],
    ),
    "an unknown work of a translation": (
        EXCERPTS,
        "never stirred, source: brandt1987",
        "never stirred, source: brandt1988",
        ['excerpt "ledger/window": unknown source "brandt1988"; add the work to references.bib'],
    ),
    "what was cut, told before its question": (
        LEDGER,
        """excerpt("ledger/hand")""",
        """omissions("bell/diary")""",
        ['what was cut out of excerpt "bell/diary": "one speech" tells what "ledger/match-1" asks'],
    ),
    "an unknown work of a print for some readers": (
        EXCERPTS,
        "the guests of the opening, source: zak1958",
        "the guests of the opening, source: zak1959",
        ['unknown source "zak1959"; add the work to references.bib'],
    ),
    "words in no excerpt": (
        EXCERPTS,
        "lines: [{line: 19}]",
        "lines: [{line: 19, from: The ledger was, to: mostly}]",
        ["whole file: no excerpt holds 'been told.' of line 19; add it to an excerpt"],
    ),
    "YAML that is none": (
        EXCERPTS,
        "layers:\n",
        "layers: [\n",
        [f"{EXCERPTS}, line 14: not YAML", "check quotes and indents"],
    ),
    "a person without a role": (
        PEOPLE,
        "Schoolmistress, and keeper of the river gauge.",
        "",
        [f"{PEOPLE}, row 3, column role", "required", "see the columns in datapackage.json"],
    ),
    "a table with other commas": (
        PEOPLE,
        "id,name,born,died,role,",
        "id;name;born;",
        [f'{PEOPLE}, line 1: there is no column "id"; see the columns in datapackage.json'],
    ),
    "a month that is called a day": (
        EVENTS,
        "1907-06,,month",
        "1907-06,,day",
        ['row "1907-06-sattarov-leaves": date 1907-06 is not precise to the day; correct one'],
    ),
    "an end before the beginning": (
        EVENTS,
        "1907-03-09,,day",
        "1907-03-09,1907-03-08,day",
        ['row "1907-03-09-council": it ends on 1907-03-08, before it begins; correct one'],
    ),
    "an unknown theme": (
        EVENTS,
        "Quillhaven,river,",
        "Quillhaven,rivers,",
        ['row "1907-03-02-gauge": unknown themes "rivers"; use one of river, bell, ledger, or'],
    ),
    "an unknown person": (
        EVENTS,
        "odowd; brandt",
        "odowd; brand",
        ['row "1987-diary-printed": unknown people "brand"; add the person to people.csv'],
    ),
    "a work of which the table does not know": (
        "book/references.bib",
        "@misc{sale1907",
        "@misc{sale1908",
        [
            "book/data/sources.csv, whole file: it is not what references.bib says",
            "change the entry there, and run: sourcework sources",
        ],
    ),
    "a work on a day that there is not": (
        "book/references.bib",
        "{1907-03-16}",
        "{1907-03-32}",
        ['book/references.bib, entry "packet1907": there is no date 1907-03-32', "in origdate"],
    ),
    "a scale that falls": (
        "book/data/scales.csv",
        "likely,0.75",
        "likely,0.25",
        ['rule "link": its five steps do not rise from a number above 0; write steps 1 to 5'],
    ),
    "what the book's own check finds": (
        "book/data/readings.csv",
        "11.25",
        "112.5",
        ['row "r3": 112.5 feet is above the top of the gauge; read the diary again'],
    ),
    "words that stand for two terms": (
        TERMS,
        "Quillhaven Packet,",
        "Quillhaven Packet; flood bell,",
        ['row "packet": "flood bell" stands for "flood bell" too; leave the words to one of the'],
    ),
    "a term without a meaning": (
        TERMS,
        "The town's newspaper.",
        "",
        [f"{TERMS}, row 4, column meaning", "required", "see the columns in datapackage.json"],
    ),
    "a work that explains a term and is not there": (
        TERMS,
        "known,odowd1907",
        "known,odowd1908",
        ['row "gauge": unknown sources "odowd1908"; add the work to references.bib'],
    ),
    "terms that no page shows": (
        SETTINGS,
        "  glossary: glossary\n",
        "",
        [f'{TERMS}, whole file: no page shows the terms; write "glossary: PAGE" under pages in'],
    ),
    "a glossary that is not listed": (
        SETTINGS,
        "glossary: glossary",
        "glossary: glosary",
        ['field pages.glossary: there is no page "glosary"; write "glossary", or add the page'],
    ),
    "a glossary without its people": (
        "book/glossary.md",
        "\nperson_list()",
        "\n1",
        ["it does not show person_list(), and first mentions link there; write person_list()"],
    ),
    "an unknown objective": (
        BELL,
        "objective: dates",
        "objective: days",
        ['item "bell/number-1", field objective: there is no objective "days"; use one of voices'],
    ),
    "feedback that quotes other words": (
        BELL,
        "as the whole town knows",
        "as all know",
        ["line 11, item", "field bands.0", "'as all know' is not in bell/flood; copy the words"],
    ),
    "a level that is there twice": (
        BELL,
        "level: Full answer",
        "level: First attempt",
        ['item "bell/short-1", field samples: the level "First attempt" is there twice; give'],
    ),
    "a composed answer that is empty": (
        BELL,
        "answer: A note by somebody across the river, made that night, "
        "would move me, earlier or later as it had it.",
        "answer: ''",
        ['item "bell/short-1", field samples.1.answer: it is empty; write something'],
    ),
    "a key that is no option": (
        BELL,
        "key: editor",
        "key: printer",
        [
            'item "bell/choice-1", field key: the key "printer" is no option; use one of diarist',
        ],
    ),
    "a passage that is not there": (
        BELL,
        "text: given the order",
        "text: gave the order",
        ['item "bell/mark-1"', "'gave the order at nine' does not follow in bell/order; copy"],
    ),
    "an estimate of no claim": (
        BELL,
        "claim: bell/claim-1",
        "claim: bell/claim-9",
        ['item "bell/estimate-1", field claim: there is no "bell/claim-9"; use an id that is'],
    ),
    "an event that is not there": (
        BELL,
        "[1907-03-02-bell,",
        "[1907-03-02-knell,",
        ['"bell/order-1", field reveal.events: there is no "1907-03-02-knell"; use an id'],
    ),
    "an option of no event": (
        BELL,
        "    event: 1907-03-09-council",
        "    event: 1907-03-09-counsel",
        ['"bell/order-1", field options.event: there is no "1907-03-09-counsel"; use an id'],
    ),
    "a time that is against the key": (
        BELL,
        "    time: 1999-04-28/1999-05-14",
        "    time: 1957-04/1957-05",
        [
            'item "bell/order-1", field options: the key has "bridge" (7\xa0June\xa01958) before',
            "(April\xa01957 to May\xa01957); correct the key, or one of the two times",
        ],
    ),
    "a time that ends before it begins": (
        BELL,
        "    time: 1999-04-28/1999-05-14",
        "    time: 1999-05-14/1999-04-28",
        ['"1999-05-14/1999-04-28" is no time; write one date, or "1907-03-02/1907-03-09"'],
    ),
    "an option with an event and a time": (
        BELL,
        "    event: 1907-03-09-council",
        "    event: 1907-03-09-council\n    time: 1907-03",
        ['"council" has an event and a time; keep one of them'],
    ),
    "a question that no page shows": (
        "book/bell.md",
        'exercise("bell/mark-1")',
        "1",
        ['item "bell/mark-1": book/bell.md does not show it', 'write exercise("bell/mark-1")'],
    ),
    "a quoted excerpt that its page does not show": (
        "book/ledger.md",
        'excerpt("ledger/sold")',
        "1",
        [
            'excerpt "ledger/sold": book/ledger.md does not show it',
            'write excerpt("ledger/sold")',
        ],
    ),
    "an item that nobody wrote": (
        "book/bell.md",
        'exercise("bell/mark-1")',
        'exercise("bell/mark-7")',
        [', exercise: there is no item "bell/mark-7"; write one that is there, as bell/mark-1'],
    ),
    "an excerpt that nobody cut": (
        "book/ledger.md",
        'excerpt("ledger/sold")',
        'excerpt("ledger/sell")',
        ['excerpt: there is no excerpt "ledger/sell"; write one that is there, as ledger/sold'],
    ),
    "answers to no chapter": (
        "book/answers.md",
        'answer_key("ledger")',
        'answer_key("legder")',
        ['answer_key: there is no chapter with items "legder"; write one that is there, as ledger'],
    ),
    "hypotheses without a rule of their beginnings": (
        "book/data/scales.csv",
        "prior/weight/1,prior,weight,1,much less likely,0.25\nprior/weight/2,prior,weight,2,less "
        "likely,0.5\nprior/weight/3,prior,weight,3,like the others,1\nprior/weight/4,prior,weight,"
        "4,more likely,2\nprior/weight/5,prior,weight,5,much more likely,4\n",
        "",
        ['scales.csv, whole file: there is no rule of the kind "prior", which hypotheses need'],
    ),
    "answers that no page gives": (
        "book/answers.md",
        'answer_key("ledger")',
        "1",
        ["whole file: there are no answers to the questions of ledger; add a section"],
    ),
    "a page that is not listed": (
        "_toc.yml",
        "  - file: book/ledger\n",
        "",
        ['excerpt "ledger/hand": there is no page "ledger"; add the page with a line "- file'],
    ),
    "an assignment of unknown items": (
        ASSIGNMENT,
        "mark-1]",
        "mark-2]",
        [f'{ASSIGNMENT}, line 24: there is no item "night-watch/mark-2"; write it into'],
    ),
    "a due date without a zone": (
        ASSIGNMENT,
        "18:00:00+00:00",
        "18:00:00",
        ["line 5, the assignment, field due: the due date has no time zone; write"],
    ),
    "a widget that nobody hands in": (
        ASSIGNMENT,
        "[ledger/chain]",
        "[bell/chain]",
        [
            'field widgets: no widget "bell/chain" hands its work in',
            "bell/hypotheses, ledger/chain",
        ],
    ),
    "a key that is missing": (
        KEYS,
        "id: night-watch/match-1",
        "id: night-watch/match-2",
        [f'{KEYS}, whole file: there is no key for "night-watch/match-1"; write its key'],
    ),
    "feedback on no option": (
        KEYS,
        "    teacher:",
        "    tutor:",
        ['line 11, key of "night-watch/choice-1"', 'there is no option "tutor"; use one of'],
    ),
    "a page of another state": (
        ASSIGNMENT,
        "title: Night watch",
        "title: Night",
        ["book/night-watch.md, whole file: it is not what assignments/night-watch says", "run: "],
    ),
    "a setting that there is not": (
        SETTINGS,
        "kind: A",
        "sort: A",
        [f"{SETTINGS}, line 3, the book, field sort: there is no such field; see the fields"],
    ),
    "an id in capitals": (
        SETTINGS,
        "id: quillhaven",
        "id: Quillhaven",
        ['field id: "Quillhaven-bell" is no name; write small letters, digits and hyphens'],
    ),
    "a remark on a target that there is not": (
        "book/exercises/ledger.yml",
        "      narrator:\n        feedback: He tells",
        "      reporter:\n        feedback: He tells",
        ['item "ledger/match-1"', '"ring", chosen: "reporter" is no target; use one of bill,'],
    ),
    "a remark on the right target as a wrong one": (
        "book/exercises/ledger.yml",
        "      narrator:\n        feedback: He tells",
        "      zak:\n        feedback: He tells",
        ['"ring", chosen: "zak" is where it belongs; use one of bill, narrator, odowd'],
    ),
    "a remark on a choice with words that are nowhere": (
        "book/exercises/ledger.yml",
        "I said to him",
        "I sang to him",
        ["options.0.chosen.odowd: \"ring, odowd\": 'I sang to him' is not in ledger/bridge"],
    ),
    "code that is not there": (
        SETTINGS,
        "readings.heights",
        "readings.depths",
        [f"{SETTINGS}, checks: local.readings.depths cannot be loaded", "write package.module"],
    ),
}


# After these the check looks for less, or for nothing more: each has a copy of its own.
ALONE = {
    "a stretch of time that ends before it begins",
    "a stretch of time to a day that there is not",
    "a question for which something waits and need not",
    "a changed document",
    "words that are not in the document",
    "a stretch without its end",
    "a day that there is not",
    "an id that is taken",
    "an unknown layer",
    "words before a cut that are not in the excerpt",
    "words of a translation that its sentence does not have",
    "YAML that is none",
    "a person without a role",
    "a table with other commas",
    "a work of which the table does not know",
    "a work on a day that there is not",
    "a term without a meaning",
    "a page that is not listed",
    "an assignment of unknown items",
    "a key that is missing",
    "feedback on no option",
    "a setting that there is not",
    "an id in capitals",
    "code that is not there",
}
# These are looked for in pages, and in what pages show, where all else is well.
OF_PAGES = {
    "a question for which nothing waits",
    "a title of an excerpt that gives a question away",
    "a page of another state",
}


def _together() -> list[list[str]]:
    """Put cases together that leave each other's words and lines as they are: one of a file."""
    groups: dict[tuple[object, ...], list[str]] = {}
    for case, (file, *_) in SPOILED.items():
        if case in ALONE:
            groups[(case,)] = [case]
            continue
        kind = case in OF_PAGES or file.endswith(".md")
        number = 0
        while any(SPOILED[each][0] == file for each in groups.get((kind, number), [])):
            number += 1
        groups.setdefault((kind, number), []).append(case)
    return list(groups.values())


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """Spoil copies with the cases; return by case how the check ended, and what it said."""
    folder = tmp_path_factory.mktemp("spoiled")
    told: dict[str, tuple[int, str]] = {}
    for number, cases in enumerate(_together()):
        copy = Copy(folder / str(number))
        for case in cases:
            file, old, new, _ = SPOILED[case]
            copy.replace(file, old, new)
        done = copy.call("-m", "sourcework", "audit")
        told |= dict.fromkeys(cases, (done.returncode, done.stderr))
    return told


def test_a_layer_that_is_misspelt_throughout_is_told_once(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "book")
    path = copy.folder / EXCERPTS
    text = path.read_text(encoding="utf-8")
    assert text.count("\n  layer: speech") > 1
    path.write_text(text.replace("\n  layer: speech", "\n  layer: toast"), encoding="utf-8")
    told = copy.call("-m", "sourcework", "check").stderr.splitlines()
    assert [line for line in told if 'unknown layer "toast"' in line] == told[:1] == told


def test_the_book_is_without_a_fault(book: Copy) -> None:
    done = book.call("-m", "sourcework", "audit")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Nothing is wrong.\n", "")


@pytest.mark.parametrize("case", SPOILED)
def test_a_fault_is_told_with_its_file_its_place_and_its_cure(
    case: str, said: dict[str, tuple[int, str]]
) -> None:
    code, text = said[case]
    *_, expected = SPOILED[case]
    assert code == 1
    assert [each for each in expected if each not in text] == [], text
    for line in text.splitlines():
        assert re.fullmatch(r"[\w./-]+, .+: .+; .+\.", line), (
            f"no file, place, fault and cure: {line}"
        )
