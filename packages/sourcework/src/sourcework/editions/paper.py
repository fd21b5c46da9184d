"""An assignment on paper: a worksheet for students, and the instructor's edition with the keys."""

from __future__ import annotations

from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from ..answer_keys import answered
from ..assignments.blocks import Block, Heading, Prose, QuestionBlock, Quoted, RubricBlock, blocks
from ..assignments.definition import Assignment
from ..assignments.presentation import asked, in_points
from ..assignments.rubrics import rubric_table
from ..assignments.solutions import Solution
from ..display import DisplayedExcerpt, render, style
from ..excerpts import load_excerpts
from ..feedback import samples_title
from ..settings import settings

__all__ = ["document", "instructors", "paragraphs", "rendered", "worksheet"]


def worksheet(assignment: Assignment) -> str:
    """Return a page of HTML to print for students."""
    body = [rendered(assignment, block) for block in blocks(assignment)]
    return document(assignment, "Worksheet", body)


def instructors(assignment: Assignment, solution: Solution) -> str:
    """Return the same with keys, feedback, model answers and notes; not to be published."""
    body = [_key(assignment, solution, block) for block in blocks(assignment)]
    return document(assignment, "Instructor’s edition: not for students", body, room=False)


def document(
    assignment: Assignment,
    kind: str,
    body: list[Markup],
    *,
    room: bool = True,
    scripts: tuple[str, ...] = (),
) -> str:
    """Return a whole page of HTML that loads nothing from elsewhere.

    Parameters
    ----------
    kind
        What edition it is; printed above the title.
    room
        Whether there is a line for the name.
    scripts
        Classic scripts that run after the page is there.
    """
    return render(
        "edition.html",
        book=settings().title,
        assignment=assignment,
        kind=kind,
        body=body,
        room=room,
        scripts=[Markup(script.replace("</", "<\\/")) for script in scripts],
        screen=Markup(style("content.css", "edition.css")),
        print=Markup(style("print.css")),
    )


def paragraphs(text: str) -> Markup:
    """Return Markdown as HTML; of links only the words, since the book's pages are not near."""
    tokens = MarkdownIt("commonmark", {"html": False, "typographer": True})
    tokens.enable(["smartquotes", "table"])
    tokens.add_render_rule("link_open", _link_open)
    tokens.add_render_rule("link_close", lambda *_: "</span>")
    return Markup(tokens.render(text))


def _link_open(*_: Any) -> str:
    return '<span class="edition-link">'


def rendered(assignment: Assignment, block: Block) -> Markup:
    """Return a block as HTML for readers without scripts."""
    match block:
        case Heading(text):
            return Markup("<h2>{}</h2>").format(text)
        case Prose(text):
            return paragraphs(text)
        case Quoted(excerpt):
            view = DisplayedExcerpt(load_excerpts()[excerpt])
            return Markup(render("excerpt.html", view=view, style=""))
        case QuestionBlock(question):
            return Markup(render("exercise.html", item=asked(assignment, question), key=""))
        case RubricBlock(name):
            return Markup(rubric_table(assignment, name).html())


def _key(assignment: Assignment, solution: Solution, block: Block) -> Markup:
    if not isinstance(block, QuestionBlock):
        return rendered(assignment, block)
    question = block.question
    told = asked(assignment, question) | {"letters": ""}
    if question.id in solution.items:
        printed = [option["id"] for option in told["options"]]
        told = answered(solution.items[question.id], printed) | {
            name: told[name] for name in ("label", "options", "targets", "anchor")
        }
    notes = solution.notes.get(question.id)
    criteria = assignment.rubrics[question.rubric].criteria if question.rubric and notes else ()
    return Markup(
        render(
            "instructor.html",
            item=told,
            worth=in_points(assignment.worth(question)),
            notes=notes,
            criteria=criteria,
            composed=samples_title(notes.samples) if notes and notes.samples else "",
        )
    )
