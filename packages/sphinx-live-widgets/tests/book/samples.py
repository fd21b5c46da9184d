"""Widgets that each show one part of the contract."""

from typing import Any

import anywidget
import ipywidgets
import traitlets


class Counter(anywidget.AnyWidget):
    """A button that counts; its module logs how often it was initialised and rendered."""

    _esm = """
    const log = (globalThis.counterLog ??= []);
    export default {
      initialize() { log.push("initialize"); return () => log.push("initialize cleaned"); },
      render({ model, el }) {
        log.push("render");
        const button = document.createElement("button");
        const show = () => {
          button.textContent = `${model.get("label")} ${model.get("value")}`;
        };
        button.addEventListener("click", () => {
          model.set("value", model.get("value") + 1);
          model.save_changes();
        });
        model.on("change:value", show);
        show();
        el.append(button);
        return () => { log.push("render cleaned"); };
      },
    };
    """
    _css = ".counter button { color: rgb(1, 2, 3); }"
    label = traitlets.Unicode("count").tag(sync=True)
    value = traitlets.Int(0).tag(sync=True)


class Field(anywidget.AnyWidget):
    """A field that the page has already, and with which the module goes on."""

    _esm = """
    export default { render({ el }) {
      const field = el.closest("live-widget").querySelector("[data-usable]");
      field.title = `alive with ${field.value}`;
    } };
    """

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        data, *rest = super()._repr_mimebundle_(**kwargs)
        return data | {"text/html": '<textarea aria-label="Field" data-usable></textarea>'}, *rest


class Answers(anywidget.AnyWidget):
    """Runs through the model's contract and shows what it found as JSON."""

    _esm = """
    const answers = {};
    export default () => Promise.resolve({
      initialize({ model }) { answers.early = model.get("n"); },
      async render({ model, el, signal, experimental, host }) {
        const heard = [];
        model.on("change:n", (_, value) => heard.push(`n ${value}`));
        model.on("change:a change:b", () => heard.push("a or b"));
        model.on("change", () => heard.push("any"));
        model.set("n", 1);
        model.set("n", 1);
        answers.set = heard.splice(0);
        model.set({ a: "x", b: "y" });
        answers.several = heard.splice(0);
        model.set("rows", [{ deep: [1, 2] }]);
        heard.length = 0;
        model.set("rows", [{ deep: [1, 2] }]);
        answers.equal = heard.splice(0);
        model.set("rows", [{ deep: [1, 3] }]);
        answers.deep = heard.splice(0);
        model.on("change:n", () => { throw new TypeError("a listener failed"); });
        const last = () => heard.push("last");
        model.on("change:n", last);
        model.set("n", 2);
        answers.thrown = heard.splice(0);
        model.off("change:n", last);
        model.off("change:a change:b");
        model.set({ n: 3, a: "z" });
        answers.off = heard.splice(0);
        model.off();
        model.set("n", 4);
        answers.all_off = heard.splice(0);
        answers.saved = String(model.save_changes());
        answers.defaults = [model.get("plain"), model.get("nothing") === null];
        answers.unknown = String(model.get("unknown"));
        const view = model.get("raw");
        answers.binary = [view instanceof DataView, ...new Uint8Array(view.buffer)];
        answers.nested = [...new Uint8Array(model.get("nested").inside[0].buffer)];
        const child = await model.widget_manager.get_model(model.get("child"));
        answers.child = [child.get("value"), child.get("label")];
        answers.slider = (await model.widget_manager.get_model(model.get("slider"))).get("value");
        const other = await host.getWidget(model.get("other"));
        answers.exports = other.exports.greet();
        answers.host_model = (await host.getModel(model.get("other"))).get("word");
        const inner = document.createElement("div");
        await other.render({ el: inner });
        answers.composed = inner.textContent;
        answers.unknown_model = await model.widget_manager
          .get_model("IPY_MODEL_none").catch((error) => error.message);
        answers.signal = signal instanceof AbortSignal && !signal.aborted;
        const pre = document.createElement("pre");
        pre.id = "answers";
        pre.textContent = JSON.stringify(answers);
        el.append(pre);
      },
    });
    """
    n = traitlets.Int(0).tag(sync=True)
    a = traitlets.Unicode().tag(sync=True)
    b = traitlets.Unicode().tag(sync=True)
    rows = traitlets.List().tag(sync=True)
    plain = traitlets.Dict({"kept": True}).tag(sync=True)
    nothing = traitlets.Any(None, allow_none=True).tag(sync=True)
    raw = traitlets.Bytes().tag(sync=True)
    nested = traitlets.Dict().tag(sync=True)
    child = traitlets.Instance(Counter).tag(sync=True, **ipywidgets.widget_serialization)
    slider = traitlets.Any().tag(sync=True, **ipywidgets.widget_serialization)
    other = anywidget.WidgetTrait().tag(sync=True)


class Greeter(anywidget.AnyWidget):
    """Offers something to other widgets."""

    _esm = """
    export default {
      initialize({ model }) { return { greet: () => `good ${model.get("word")}` }; },
      render({ model, el }) { el.textContent = `a good ${model.get("word")}`; },
    };
    """
    word = traitlets.Unicode("day").tag(sync=True)


class Asker(anywidget.AnyWidget):
    """Asks Python for something, and shows the name of the error that it gets."""

    _esm = """
    export default { render({ model, el, experimental }) {
      const out = document.createElement("em");
      const button = (words, ask) => {
        const made = document.createElement("button");
        made.textContent = words;
        made.addEventListener("click", async () => {
          out.textContent = await ask().then(() => "answered", (error) => error.name);
        });
        el.append(made);
      };
      button("send", async () => model.send({ question: 1 }));
      button("invoke", () => experimental.invoke("look_up", {}));
      el.append(out);
    } };
    """


def failing(where: str) -> anywidget.AnyWidget:
    """Return a widget that throws, cannot be parsed, or needs another host."""
    code = {
        "initialize": "export default { initialize() { throw new Error('no start'); } }",
        "render": "export default { async render() { throw new Error('no picture'); } }",
        "module": "export default {{{",
        "host": "import x from 'https://widgets.invalid/x.js'; export default { render() {} };",
    }

    class Failing(anywidget.AnyWidget):
        _esm = code[where]

        def _repr_mimebundle_(self, **options: Any) -> Any:
            bundle, metadata = super()._repr_mimebundle_(**options) or ({}, {})
            return bundle | {"text/html": f"<p>What {where} was about.</p>"}, metadata

    return Failing()
