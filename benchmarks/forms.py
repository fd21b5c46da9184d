"""A notebook's form in a page of its own: its Python is that of this process."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Locator, Page

from sourcework.authoring.question_widget import QuestionDesk

__all__ = ["show_form"]

_EMPTY = """<!doctype html><html lang="en"><title>A form</title>
<meta name="viewport" content="width=device-width">"""
# As in JupyterLab, which takes a function `render` that a module exports for a former way of it.
_SHOW = """async ([text, style, data, work]) => {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const { default: widget, render } = await import(url);
  if (render) throw new Error("the module exports render");
  document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
  const state = { key: "question-desk", data: JSON.stringify(data), work };
  const heard = new Set();
  const model = {
    get: (name) => state[name],
    set: () => {},
    save_changes: () => {},
    on: (event, callback) => event === "msg:custom" && heard.add(callback),
    off: (event, callback) => heard.delete(callback),
    async send(content) {
      const answer = JSON.parse(await globalThis.python(JSON.stringify(content)));
      for (const each of heard) each(answer, []);
    },
  };
  const el = document.createElement("main");
  document.body.replaceChildren(el);
  widget.render({ model, el, signal: new AbortController().signal });
}"""


def show_form(page: Page, desk: QuestionDesk, style: str = "") -> Locator:
    """Show a form alone in an empty page, perhaps with a style; return it."""
    sent: list[Any] = []
    desk.send = lambda content, _buffers=None: sent.append(content)

    def python(text: str) -> str:
        desk._handle_custom_msg(json.loads(text), [])
        return json.dumps(sent.pop())

    page.expose_function("python", python)
    page.set_content(_EMPTY)
    if style:
        page.add_style_tag(content=style)
    page.evaluate(_SHOW, [desk._esm, desk._css, desk.data, desk.work])
    return page.locator(".question-desk")
