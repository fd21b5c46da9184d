"""Sphinx extension: a chapter as a row of steps, each with its minutes, and with what is found.

    ## Whose words are these?

    :::{reading-step} 6
    He did not write it: two secretaries took it down, and we read a translation of a print.
    :::

A step is a section of the second level. What is in the directive stands in a fold at its end. In a
page with scripts one step is shown at a time (`widgets/steps.mjs`), and the fold opens when what
the step asks is answered; without, and on paper, the chapter is whole.

    :::{deeper} All fourteen rows
    :::

    What a first reading can do without.

    :::{deeper-end}
    :::
"""

from __future__ import annotations

import posixpath
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.logging import getLogger
from sphinx.util.typing import ExtensionMetadata

from ..typography import typeset
from .spans import SpanDirective, add_span

__all__ = ["FOUND", "deeper", "found", "setup", "step"]

FOUND = "What you have found"
_LOGGER = getLogger(__name__)


class step(nodes.General, nodes.Element):  # type: ignore[misc]
    """The head of a step: its `number` of `count`, and its `minutes`."""


class found(nodes.General, nodes.Element):  # type: ignore[misc]
    """What a reader has found at the end of a step."""


class deeper(nodes.General, nodes.Element):  # type: ignore[misc]
    """What a first reading can do without, under its `title`."""


class Step(SphinxDirective):
    """Say of the section around it how many minutes it takes, and what is found in it."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Leave the head where it is, with what is found behind it."""
        minutes = self.arguments[0]
        if not minutes.isdecimal() or int(minutes) == 0:
            raise self.error(f'"{minutes}" are no minutes; write a number: {{reading-step}} 6')
        if not self.content:
            cure = "write it into the directive, in one or two sentences"
            raise self.error(f"{{reading-step}} does not say what is found in the step; {cure}")
        head, told = step("", minutes=int(minutes)), found()
        for node in (head, told):
            self.set_source_info(node)
        told += self.parse_content_to_nodes()
        return [head, told]


class Deeper(SpanDirective):
    """Mark where begins what a first reading can do without; the words on the fold."""

    required_arguments = 1
    final_argument_whitespace = True

    def box(self) -> nodes.Element:
        """Return the fold, empty."""
        return deeper("", title=typeset(self.arguments[0]))


class _Arrange(SphinxTransform):
    """Number the steps of a page, and put what is found at the end of each."""

    default_priority = 310  # when spans are wrapped

    def apply(self, **_: Any) -> None:
        """Walk the page."""
        heads = list(self.document.findall(step))
        sections = [node for node in self.document.findall(nodes.section) if _is_second(node)]
        for number, head in enumerate(heads, start=1):
            section, told = head.parent, head.next_node(found, siblings=True, descend=False)
            assert isinstance(told, found), "a step whose end is lost"
            if section not in sections or section.next_node(step) is not head:
                cure = "write {reading-step} once, below a second-level heading, outside of {after}"
                _LOGGER.warning("this step is no section; %s", cure, location=head, type="step")
            head["number"], head["count"] = number, len(heads)
            section.remove(told)
            section.append(told)
        for section in sections if heads else ():
            if section.next_node(step) is None:
                cure = "write {reading-step} below the heading, or none in this page"
                told = "a section without a step in a page that has steps; %s"
                _LOGGER.warning(told, cure, location=section, type="step")


def _is_second(section: nodes.section) -> bool:
    """Say whether a section stands right below the title of its page."""
    above = section.parent
    return isinstance(above, nodes.section) and isinstance(above.parent, nodes.document)


def _visit_step(writer: Any, node: step) -> None:
    minutes = node["minutes"]
    place = f"<span>Step {node['number']} of {node['count']} · </span>"  # the bar has it as well
    told = f"{place}{minutes} minute{'s' * (minutes > 1)}"
    page = posixpath.basename(writer.builder.current_docname)
    where = f' data-page="{writer.encode(page)}"' if node["number"] == 1 else ""  # once a page
    writer.body.append(f'<p class="step-head"{where} data-minutes="{minutes}">{told}')


def _visit_found(writer: Any, _node: found) -> None:
    writer.body.append(f'<details class="step-found"><summary>{FOUND}</summary>')


def _visit_deeper(writer: Any, node: deeper) -> None:
    title = writer.encode(node["title"])
    writer.body.append(f'<details class="deeper dossier-on-paper"><summary>{title}</summary>')


def _depart_step(writer: Any, _node: step) -> None:
    writer.body.append("</p>\n")


def _depart_fold(writer: Any, _node: nodes.Element) -> None:
    writer.body.append("</details>\n")


def _pass(_writer: Any, _node: nodes.Element) -> None:
    """Write in other formats what it holds."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.setup_extension("sourcework.sphinx.spans")
    plain = (_pass, _pass)
    app.add_node(step, html=(_visit_step, _depart_step), text=plain, latex=plain)
    app.add_node(found, html=(_visit_found, _depart_fold), text=plain, latex=plain)
    app.add_node(deeper, html=(_visit_deeper, _depart_fold), text=plain, latex=plain)
    app.add_directive("reading-step", Step)
    add_span(app, "deeper", Deeper)
    app.add_transform(_Arrange)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
