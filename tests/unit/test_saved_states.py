"""What a widget shows stands in its order after a notebook was saved and read again."""

from __future__ import annotations

import json

import nbformat
import pytest

from local.widgets.annotator import Annotator
from sourcework.widgets.chain import Chain
from sourcework.widgets.hypotheses import Hypotheses
from sourcework.widgets.people import People
from sourcework.widgets.timeline import TimeLine
from sourcework.widgets.widget_base import PageWidget


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (Annotator, "testament/annotator"),
        (Chain, "poison/chain"),
        (Hypotheses, "poison/hypotheses"),
        (People, "people/people"),
        (TimeLine, "people/timeline"),
    ],
)
def test_a_saved_notebook_keeps_the_order_of_what_a_widget_shows(
    make: type[PageWidget], key: str
) -> None:
    widget = make.for_key(key)
    assert widget.key == key
    notebook = nbformat.v4.new_notebook(metadata={"state": widget.get_state("data")})
    read = nbformat.reads(nbformat.writes(notebook), as_version=4)
    shown = json.loads(read.metadata["state"]["data"])
    assert json.dumps(shown) == json.dumps(widget.data)


def test_what_a_front_end_sends_back_is_the_same_content() -> None:
    widget = Annotator()
    before = dict(widget.data)
    widget.set_state(widget.get_state("data"))
    assert widget.data == before
