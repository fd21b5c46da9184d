"""The widgets in a real JupyterLab: a click changes the Python value, Python changes the view."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect


def test_the_view_and_python_hear_of_each_other(notebook: Callable[..., object]) -> None:
    open_one = notebook("from samples import Counter\nw = Counter(value=3)\nw", "print('value', w.value)", "w.value = 8")
    view = open_one.run(0)
    view.get_by_role("button", name="count 3").click()
    expect(open_one.run(1)).to_contain_text("value 4")
    open_one.run(2)
    expect(view.get_by_role("button", name="count 8")).to_be_visible()
