"""Book of these tests with a chapter in steps, and with a first page that leads into it."""

from __future__ import annotations

from pathlib import Path

from engine_book import Copy

RECORD = "quillhaven-bell"
BELL = "book/bell.md"
FOUND = "The order came after the flood."
STEPS = {
    "Read closely: the gauge": (5, "One diary has the hour."),
    "Place it": (4, FOUND),
    "Weigh it": (1, "Neither claim is proved."),
}
CELL = "```{code-cell} ipython3\n:tags: [remove-input]\n"
SLIPS = f'{CELL}slips_table("What to know of its lines", "bell")\n```\n'
LATER = f'{CELL}exercise("bell/estimate-2")\n```\n'
TOLD = "The quay lay under water before supper."
EARNED = f":::{{after}} bell/guess\n:::\n\n{TOLD}\n\n:::{{after-end}}\n:::\n"
PARTS = [
    f":::{{deeper}} {title}\n:::\n\n### {heading}\n\nThe gauge.\n\n:::{{deeper-end}}\n:::\n"
    for title, heading in (("What else stands there", "A gauge"), ("Who read it", "A reader"))
]
INDEX, NOTES = "book/index.md", "book/exercises/notes.yml"
TASK = "Three speak of the bell. How many of them were there?"
NOTE = f"notes:\n- id: index/tellers\n  task: {TASK}\n  choices: ['1', '2', '3']\n"
DRAWING = '<svg viewBox="0 0 20 20"><path d="M4 16h12M10 4v12"/></svg>\n'
GUESS = """\
:::{first-guess} index/tellers
:slips: bell/flood rung too late | bell/diary I heard the bell | ledger/bridge ran up the quay
:until: bell/number-1
:alone: Three strings run down behind the edge of the page, and nobody sees their ends.
:told: The three strings run down to three heads.

It is kept. [The bell](bell.md) has the words.
:::
"""
WAY_IN = "\n:::{way-in} bell\n:::\n"
COVERS = """
::::{covers}
:::{cover} bell
:drawing: bell.svg
:alt: A bell that stands on the ground, upside down.
:method: reading a gauge

When did the water come?
:::
:::{cover} ledger
Who has the ledger?
:::
::::
"""
DOORS = """
## Two doors

:::{door} I read: how to read it
:::

### How to read

Slowly.

:::{door-end}
:::

:::{door} I code
:::

### In numbers

Few.

:::{door-end}
:::
"""
ARCHIVE = "{archive}`quillhaven-bell.zip`.\n"


def in_steps(copy: Copy) -> Copy:
    """Make of a chapter of the book one in steps, the last with deeper parts, one with a question.

    Something that waits for a note, and two deeper parts of whole sections, end the second.
    """
    for heading, (minutes, found) in STEPS.items():
        step = f"\n:::{{reading-step}} {minutes}\n{found}\n:::\n"
        copy.replace(BELL, f"## {heading}\n", f"## {heading}\n{step}")
    copy.replace(BELL, LATER, "")
    deeper = f":::{{deeper}} What to know of the bell's <lines>\n:::\n\n{SLIPS}\n{LATER}"
    copy.replace(BELL, SLIPS, f"{deeper}\n:::{{deeper-end}}\n:::\n")
    copy.replace(BELL, "## Weigh it\n", "\n".join([EARNED, *PARTS, "## Weigh it\n"]))
    return copy


def with_front(copy: Copy) -> Copy:
    """Give the book a first page of these kinds, and a chapter in steps."""
    in_steps(copy)
    copy.replace(NOTES, "notes:\n", NOTE)
    copy.replace(INDEX, ARCHIVE, f"{ARCHIVE}\n{GUESS}{WAY_IN}{COVERS}{DOORS}")
    (copy.folder / "book/bell.svg").write_text(DRAWING, encoding="utf-8")
    return copy


def build(folder: Path) -> None:
    """Write such a book into a folder, and build it."""
    copy = with_front(Copy(folder))
    copy.run("-m", "sourcework", "check")
    copy.build()
