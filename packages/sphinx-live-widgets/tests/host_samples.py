"""Widgets that other books might have, good and bad; tests copy this file beside their books."""

import anywidget
import ipywidgets
import traitlets

_ECHO = """
export default { render({ model, el }) {
  const out = document.createElement("button");
  const show = () => {
    const value = model.get("value");
    const own = value instanceof Object && Object.hasOwn(value, "__proto__");
    out.textContent = `echo ${JSON.stringify(value)}${own ? " its own" : ""}`;
  };
  out.addEventListener("click", () => {
    model.set("value", model.get("value") + 1);
    model.save_changes();
  });
  model.on("change:value", show);
  show();
  el.append(out);
} };
"""


class Echo(anywidget.AnyWidget):
    """Shows its value, and one more at each click."""

    _esm = _ECHO
    value = traitlets.Any(0).tag(sync=True)


class Flag(anywidget.AnyWidget):
    """Has a default that Python takes for nought."""

    _esm = _ECHO
    value = traitlets.Any(False).tag(sync=True)


class Raising(traitlets.Int):
    """A trait whose default cannot be asked."""

    def default(self, obj: object = None) -> int:
        raise RuntimeError("no default without an object")


class BadDefault(anywidget.AnyWidget):
    """Has such a trait."""

    _esm = _ECHO
    value = Raising().tag(sync=True)


class Viewer(anywidget.AnyWidget):
    """Shows another widget twice by `create_view`, and takes the first one away."""

    _esm = """
    export default { async render({ model, el }) {
      const child = await model.widget_manager.get_model(model.get("child"));
      const views = await Promise.all([1, 2].map(() => model.widget_manager.create_view(child)));
      for (const view of views) el.append(view.el);
      views[0].remove();
      views[1].model.set("value", 41);
    } };
    """
    child = traitlets.Instance(ipywidgets.Widget).tag(sync=True, **ipywidgets.widget_serialization)


def made(code: str, content: str = "", style: str = "", **traits: object) -> anywidget.AnyWidget:
    """Return a widget with this module, and with this content without it."""

    class Made(anywidget.AnyWidget):
        _esm = code
        _css = style
        value = traitlets.Any(None, allow_none=True).tag(sync=True)

        def _repr_mimebundle_(self, **options: object) -> object:
            bundle, metadata = super()._repr_mimebundle_(**options) or ({}, {})
            return bundle | ({"text/html": f"<p>{content}</p>"} if content else {}), metadata

    return Made(**traits)
