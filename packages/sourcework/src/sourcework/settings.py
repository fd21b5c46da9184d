"""Settings of a book: what `sourcework.yml` says of it, read once and checked."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from .checking import checked
from .dates import first_day, is_real, last_day
from .errors import AUTHORING, DataError
from .paths import ROOT
from .record_files import are_stored, stored
from .records import AuthoredRecord, Field, Limits
from .yaml_records import read_yaml

__all__ = ["FILE", "ChapterName", "Phase", "Settings", "StepSettings", "Theme", "settings"]

FILE = "sourcework.yml"
Colour = Literal["ink", "faint", "red", "violet", "green", "blue", "ochre", "teal"]
Shape = Literal["circle", "cross", "square", "triangle", "diamond", "plus", "tick"]
Id = Annotated[str, Limits(pattern=r"^[a-z][a-z0-9-]*$")]
Date = Annotated[str, Limits(pattern=r"^\d{4}(-\d\d){0,2}$")]
Text = Annotated[str, Limits(min_length=1)]
Dotted = Annotated[str, Limits(pattern=r"^[a-z_][\w.]*$")]


class ChapterName(AuthoredRecord):
    """What a chapter is called.

    Attributes
    ----------
    title
        In lists.
    heading
        The first heading of its page; the title if it is not given.
    phrase
        In a sentence; the title if it is not given.
    main
        Whether it is one of the main chapters, each of which has a theme of the same name.
    """

    title: Text
    heading: str = ""
    phrase: str = ""
    main: bool = False


class Theme(AuthoredRecord):
    """What an event can be about: its name in a sentence, and its colour and mark."""

    name: Text
    colour: Colour = "ink"
    shape: Shape = "circle"


class Phase(AuthoredRecord):
    """What somebody could do from an event on, and the line that is drawn for it; or nothing."""

    words: str = ""
    line: Literal["", "dotted", "dashed", "solid"] = ""


class Phases(AuthoredRecord):
    """Phases of somebody's life, each from an event on."""

    of: Text
    since: dict[str, Phase] = Field(alias="from")


class Stretch(AuthoredRecord):
    """A stretch of time to look at: what it is called, and the first and last date in it."""

    words: Text
    first: Date = Field(alias="from")
    last: Date = Field(alias="to")

    def __post_init__(self) -> None:
        if not (is_real(self.first) and is_real(self.last)):
            raise ValueError(f"{self.words}: there is no such day; look into a calendar")
        if first_day(self.first) > last_day(self.last):
            raise ValueError(f"{self.words} ends before it begins; exchange from and to")


class TimeLineSettings(AuthoredRecord):
    """The time line: caption of its table, periods to choose from, stretches, phases in its margin.

    Attributes
    ----------
    stretches
        What its band is brought to by a button each; the periods if there are none.
    """

    caption: Text = "All events"
    periods: tuple[Date, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    phases: Phases | None = None


class PeopleSettings(AuthoredRecord):
    """The people: first and last year to look at, the one shown at first, what a role is called."""

    years: tuple[int, int] | None = None
    start: int | None = None
    role: Text = "Role"


class PageSettings(AuthoredRecord):
    """Pages that data link to: `page`, or `page#place`; empty where the book has none."""

    sources: str = ""
    timeline: str = ""
    glossary: str = ""
    sheet: str = ""
    answers: str = "answers"
    record: str = "record"


class StepSettings(AuthoredRecord):
    """The most that a chapter in steps has.

    Attributes
    ----------
    number
        Of steps.
    minutes
        Of a step.
    words
        Of prose and tables between two things to do.
    """

    number: int = 8
    minutes: int = 8
    words: int = 250


class Settings(AuthoredRecord):
    """What a book says of itself.

    Attributes
    ----------
    id
        Stable for ever: records, answers files, quizzes and archives bear it.
    identifiers
        Whether the identifiers of quizzes tell books apart; of a book that had some before there
        were others they are bare.
    title, kind, subject, about
        The whole title; what sort of book it is; a sentence; what search engines list it under.
    licence
        The address of the licence of the book's own text.
    card
        What `book/_static/card.png` shows, which previews of a page bear; empty without a card.
    document
        The file in `seeds/`.
    narration
        Chains of the document's own prose, which is not handed down but hands down.
    widgets, figures, tables
        Objects by the names under which they are used: `package.module.name`.
    words
        Words of the page's frame in the language of the book, by the English ones.
    lab, checks
        Modules with questions of the data lab; functions that find faults in the data.
    """

    id: Id
    title: Text
    identifiers: Literal["bare", "by-book"] = "by-book"
    kind: Text = "A workbook in source criticism"
    subject: str = ""
    about: Text = "Source criticism"
    licence: Text = "https://creativecommons.org/licenses/by/4.0/"
    card: str = ""
    document: Text
    narration: tuple[Id, ...] = ()
    chapters: dict[Id, ChapterName] = Field(default_factory=dict)
    themes: dict[Id, Theme] = Field(default_factory=dict)
    timeline: TimeLineSettings = TimeLineSettings()
    people: PeopleSettings = PeopleSettings()
    pages: PageSettings = PageSettings()
    steps: StepSettings = StepSettings()
    widgets: dict[str, Dotted] = Field(default_factory=dict)
    figures: dict[str, Dotted] = Field(default_factory=dict)
    tables: dict[str, Dotted] = Field(default_factory=dict)
    lab: tuple[Dotted, ...] = ()
    checks: tuple[Dotted, ...] = ()
    words: dict[str, str] = Field(default_factory=dict)


@cache
def settings(root: Path = ROOT) -> Settings:
    """Read the settings of the book in `root`.

    Raises
    ------
    DataError
        If there is no such file, or something in it is missing or wrong.
    """
    if root == ROOT and are_stored():
        found: Settings = stored("settings")["settings"]
        return found
    document = read_yaml(root / FILE)
    if not isinstance(document.content, dict):
        cure = "write id, title and document, each as name: value"
        raise DataError(document.path, "line 1", "it says nothing of the book", cure)
    return checked(Settings, document.content, document, (), "the book", AUTHORING)
