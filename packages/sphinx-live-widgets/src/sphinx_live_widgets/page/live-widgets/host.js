// @ts-check
/**
 * The host of anywidgets in a page without a kernel.
 *
 * A classic script, because a page opened from a disk may load no modules. It defines the element
 * `<live-widget data-module="…">`, whose content is the widget's fallback. Where `data-model` does not name its model,
 * that is the number of the element among those of the page. When one comes near, the
 * file of its class hands over its module, its style and its traits' defaults by `liveWidgets.define`,
 * and the files that the script element of this host names in `data-states` hand over the states of the
 * page's models by `liveWidgets.restore`: first those that the first widget needs, then the others. A widget
 * needs the files up to number `data-part`, from nought, or all.
 *
 * @typedef {Record<string, any>} State
 * @typedef {{module?: string, state: State, buffers?: [(string|number)[], string][], classes?: string[],
 *            layout?: Record<string, string>, link?: [[string, string], [string, string]], both?: boolean}} Saved
 * @typedef {{module: string, style: string, defaults: State}} Asset
 * @typedef {(...args: any[]) => void} Callback
 * @typedef {{initialize?: Function, render?: Function}} Definition
 */
(() => {
  const KERNEL = "needs Python, which does not run in this page.";
  const SHOWS = "img, svg, canvas, video, audio, iframe, object, embed, input, button, select, textarea, hr, progress, meter";
  const LOADS = /(?:from|import|fetch|src|href|url|Worker)\s*[=:]?\s*\(?\s*["'`]https?:\/\/([^/"'`\s$]+)/g;
  const NAMES = /["'`]https?:\/\/([^/"'`\s$]+)/g;
  const NEAR = "800px 0px"; // how far outside the window a widget is made ready, once the reader moves
  const MOVES = ["scroll", "wheel", "touchstart", "pointermove", "pointerdown", "keydown", "focusin"];
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const folder = script.src.replace(/[^/]*$/, "");
  const states = script.dataset.states?.split(" ") ?? [];

  /** What a widget asks of Python when there is none; its `name` is stable. */
  class KernelError extends Error {
    /** @param {string} what */
    constructor(what) {
      super(`${what} ${KERNEL}`);
      this.name = "KernelError";
    }
  }

  /**
   * Say whether two trait values are equal: JSON values by content, binary ones by bytes.
   *
   * @param {any} a
   * @param {any} b
   * @returns {boolean}
   */
  function equal(a, b) {
    if (Object.is(a, b)) return true;
    if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
    if (bytes(a) || bytes(b)) return equalBytes(bytes(a), bytes(b));
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    const names = Object.keys(a);
    return names.length === Object.keys(b).length
      && names.every((name) => Object.hasOwn(b, name) && equal(a[name], b[name]));
  }

  /**
   * @param {any} value
   * @returns {Uint8Array | null} the bytes of a binary value
   */
  function bytes(value) {
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return null;
  }

  /**
   * @param {Uint8Array | null} a
   * @param {Uint8Array | null} b
   */
  function equalBytes(a, b) {
    return !!a && !!b && a.length === b.length && a.every((byte, index) => byte === b[index]);
  }

  /** @type {WeakSet<object>} */ const reported = new WeakSet();

  /** @param {any} error what the host has caught, for the console */
  function report(error) {
    if (Object(error) === error) reported.add(error);
    reportError(error);
  }

  /** The state of one widget, with the part of Backbone's model that the anywidget contract names. */
  class Model {
    /** @type {State} */ #state;
    /** @type {{name: string, callback: Callback, context: unknown}[]} */ #listeners = [];
    /** @type {Set<(error: KernelError) => void>} */ refusals = new Set();

    /** @param {State} state */
    constructor(state) {
      this.#state = state;
    }

    /** @param {string} name */
    get(name) {
      return this.#state[name];
    }

    /**
     * Set one trait, or several by an object; each that really changes fires `change:name`, then `change` once.
     *
     * @param {string | State} name
     * @param {any} [value]
     */
    set(name, value) {
      const wanted = typeof name === "string" ? { [name]: value } : name;
      const changed = Object.keys(wanted).filter((each) => !equal(this.#state[each], wanted[each]));
      Object.assign(this.#state, Object.fromEntries(changed.map((each) => [each, wanted[each]])));
      for (const each of changed) this.#fire(`change:${each}`, this.#state[each]);
      if (changed.length) this.#fire("change");
    }

    /** State lives here and nowhere else: there is nothing to send. */
    save_changes() {}

    /** Nobody hears the message, and a widget that only tells Python something goes on. */
    send() {
      this.refuse("Some of what this widget does");
    }

    /**
     * @param {string} what
     * @returns {KernelError}
     */
    refuse(what) {
      const error = new KernelError(what);
      for (const told of this.refusals) told(error);
      return error;
    }

    /**
     * @param {string} names one event or several with spaces between: `change:a change:b`, `change`
     * @param {Callback} callback
     * @param {unknown} [context]
     */
    on(names, callback, context) {
      for (const name of names.split(/\s+/)) this.#listeners.push({ name, callback, context });
    }

    /**
     * Without an argument, or with null, that part matches every listener.
     *
     * @param {string | null} [names]
     * @param {Callback | null} [callback]
     * @param {unknown} [context]
     */
    off(names, callback, context) {
      const wanted = names ? names.split(/\s+/) : null;
      this.#listeners = this.#listeners.filter((listener) =>
        (wanted && !wanted.includes(listener.name))
        || (callback && listener.callback !== callback)
        || (context && listener.context !== context));
    }

    /**
     * @param {string} event
     * @param {any} [value]
     */
    #fire(event, value) {
      for (const { name, callback } of [...this.#listeners]) {
        if (name !== event) continue;
        try {
          if (event === "change") callback(this, {});
          else callback(this, value, {});
        } catch (error) {
          report(error); // the other listeners still hear of the change
        }
      }
    }
  }

  /** One model with its module: initialised once, rendered once per view. */
  class Binding {
    /** @type {Promise<Definition> | undefined} */ #ready;
    #controller = new AbortController();
    /** @type {any} what `initialize` returned for other widgets to use */ exports;

    /**
     * @param {Model} model
     * @param {Promise<() => Promise<Definition>>} factory
     */
    constructor(model, factory) {
      this.model = model;
      this.factory = factory;
    }

    /** @returns {Promise<Definition>} */
    ready() {
      this.#ready ??= this.#initialize();
      return this.#ready;
    }

    async #initialize() {
      const definition = await (await this.factory)();
      const { signal } = this.#controller;
      const context = Symbol("initialize");
      const result = await definition.initialize?.({
        model: proxy(this.model, context),
        signal,
        experimental: experimental(this.model),
        host: host(signal),
      });
      signal.addEventListener("abort", () => this.model.off(null, null, context));
      if (typeof result === "function") whenAborted(signal, result);
      else this.exports = result;
      return definition;
    }

    /**
     * @param {HTMLElement} el
     * @param {AbortSignal} outer
     */
    async render(el, outer) {
      const definition = await this.ready();
      if (outer.aborted) return;
      const context = Symbol("render");
      const signal = either(outer, this.#controller.signal);
      const cleanUp = await definition.render?.({
        model: proxy(this.model, context),
        el,
        signal,
        experimental: experimental(this.model),
        host: host(signal),
      });
      whenAborted(signal, () => {
        this.model.off(null, null, context);
        if (typeof cleanUp === "function") return cleanUp();
      });
    }

    /** Run the clean-up of `initialize`, after that of all views. */
    dispose() {
      this.#controller.abort();
    }
  }

  /**
   * @param {AbortSignal} signal
   * @param {Function} cleanUp
   */
  function whenAborted(signal, cleanUp) {
    const run = () => Promise.resolve().then(() => cleanUp()).catch(report);
    if (signal.aborted) run();
    else signal.addEventListener("abort", run, { once: true });
  }

  /**
   * @param {AbortSignal} a
   * @param {AbortSignal} b
   * @returns {AbortSignal} one that aborts with the first of two
   */
  function either(a, b) {
    const controller = new AbortController();
    for (const signal of [a, b]) {
      if (signal.aborted) controller.abort();
      else signal.addEventListener("abort", () => controller.abort(), { once: true });
    }
    return controller.signal;
  }

  /**
   * @param {Model} model
   * @param {unknown} context marks the listeners that belong to one view
   */
  function proxy(model, context) {
    return {
      get: model.get.bind(model),
      set: model.set.bind(model),
      save_changes: model.save_changes.bind(model),
      send: model.send.bind(model),
      /** @type {(names: string, callback: Callback) => void} */
      on: (names, callback) => model.on(names, callback, context),
      /** @type {(names?: string | null, callback?: Callback | null) => void} */
      off: (names, callback) => model.off(names, callback, context),
      widget_manager: manager,
    };
  }

  /** @param {Model} model */
  function experimental(model) {
    return {
      /** @type {(name: string) => Promise<never>} */
      invoke: async (name) => {
        throw model.refuse(`The command “${name}”`);
      },
    };
  }

  /** @param {AbortSignal} signal the life of the view that asks */
  function host(signal) {
    return {
      /** @param {string} reference */
      async getModel(reference) {
        const context = Symbol("host.getModel");
        const model = await wholeModelOf(reference);
        signal.addEventListener("abort", () => model.off(null, null, context));
        return proxy(model, context);
      },
      /** @param {string} reference */
      async getWidget(reference) {
        const binding = bindingOf(idOf(reference));
        await binding.ready();
        return {
          exports: binding.exports,
          /** @param {{el: HTMLElement, signal?: AbortSignal}} view */
          render: (view) => binding.render(view.el, view.signal ?? signal),
        };
      },
    };
  }

  const manager = {
    /** @type {(reference: string) => Promise<Model>} a model's id, with or without a prefix */
    get_model: (reference) => wholeModelOf(reference),
    /**
     * Render one more view of a model, in an element of its own.
     *
     * @param {Model} model
     */
    async create_view(model) {
      const found = [...models].find(([, each]) => each === model);
      if (!found) throw new Error("this page has no such model");
      const controller = new AbortController();
      const el = document.createElement("div");
      await bindingOf(found[0]).render(el, controller.signal);
      const remove = () => {
        controller.abort();
        el.remove();
      };
      return { el, model, remove };
    },
  };

  /** @type {Record<string, Saved>} */ const saved = {};
  /** @type {Map<string, Promise<void>>} */ const restored = new Map();
  /** @type {Map<string, Asset>} */ const assets = new Map();
  /** @type {Map<string, Promise<() => Promise<Definition>>>} */ const factories = new Map();
  /** @type {Map<string, Model>} */ const models = new Map();
  /** @type {Map<string, Binding>} */ const bindings = new Map();
  /** @type {Map<string, string>} the addresses under which modules were imported, by digest */ const addresses = new Map();
  /** @type {Set<Saved>} */ const joined = new Set();

  /** @param {number} part the number of the last file of states that is needed */
  async function restore(part) {
    const files = states.slice(0, part + 1);
    for (const name of files) if (!restored.has(name)) restored.set(name, run(name));
    await Promise.all(files.map((name) => restored.get(name)));
  }

  /** @param {string} id */
  function savedState(id) {
    const found = saved[id];
    if (!found) throw new Error(`this page has no model ${id}`);
    return found;
  }

  /** @param {string} reference */
  const idOf = (reference) => reference.replace(/^(IPY_MODEL_|anywidget:)/, "");

  /** @param {string} reference */
  function modelOf(reference) {
    const id = idOf(reference);
    let model = models.get(id);
    if (!model) {
      const { state, buffers = [] } = savedState(id);
      for (const [path, data] of buffers) place(state, path, data);
      model = new Model(state);
      models.set(id, model);
      for (const each of Object.values(saved)) if (each.link?.some(([end]) => idOf(end) === id)) join(each);
    }
    return model;
  }

  /**
   * @param {string} reference
   * @returns {Promise<Model>} the model with its class's defaults, which lie in the file of its module
   */
  async function wholeModelOf(reference) {
    const { module } = savedState(idOf(reference));
    if (module) await bindingOf(idOf(reference)).factory;
    return modelOf(reference);
  }

  /**
   * Have a trait follow another, as `jslink` and `jsdlink` do, from the first model of the two on.
   *
   * @param {Saved} record
   */
  async function join(record) {
    const { link, both } = record;
    if (!link || joined.has(record)) return;
    joined.add(record);
    const [[source, from], [target, to]] = link;
    try {
      if (!saved[idOf(source)] || !saved[idOf(target)]) await restore(states.length - 1);
      const [a, b] = await Promise.all([wholeModelOf(source), wholeModelOf(target)]);
      const forth = () => b.set(to, a.get(from));
      a.on(`change:${from}`, forth);
      forth();
      if (both) b.on(`change:${to}`, () => a.set(from, b.get(to)));
    } catch (error) {
      report(error);
    }
  }

  /**
   * Put a binary value where the saved state has a hole for it.
   *
   * @param {State} state
   * @param {(string | number)[]} path
   * @param {string} data base64
   */
  function place(state, path, data) {
    const last = path[path.length - 1];
    const parent = path.slice(0, -1).reduce((value, key) => (value[key] ??= {}), state);
    parent[last] = new DataView(Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0)).buffer);
  }

  /** @param {string} id */
  function bindingOf(id) {
    let binding = bindings.get(id);
    if (!binding) {
      const { module } = savedState(id);
      if (!module) throw new Error(`model ${id} has no module`);
      binding = new Binding(modelOf(id), factoryOf(module, id));
      bindings.set(id, binding);
    }
    return binding;
  }

  /**
   * @param {string} module
   * @param {RegExp} pattern
   * @returns {string[]} the hosts that code names, each once
   */
  function hostsIn(module, pattern) {
    const found = [...module.matchAll(pattern)].map(([, host]) => host);
    return [...new Set(found)].filter((host) => !/^(www\.w3\.org|github\.com)$/.test(host));
  }

  /**
   * Say in words why something failed.
   *
   * @param {unknown} error what was thrown: anything
   * @param {string} [module] the code that failed
   */
  function reasonOf(error, module = "") {
    const words = error instanceof Error ? error.message.replace(/\.$/, "") || error.name : "";
    const lost = error instanceof Event || /fetch|load|network|imported|module script/i.test(words);
    const hosts = lost ? hostsIn(module, LOADS) : [];
    if (lost && !hosts.length) hosts.push(...hostsIn(module, NAMES));
    if (hosts.length) return `its code asks ${hosts.slice(0, 3).join(", ")}, which did not answer`;
    if (error instanceof Event) return "something that it loads did not come";
    if (words) return words;
    return typeof error === "string" && error ? error : "it gave no reason";
  }

  /** @param {string} digest */
  function loaded(digest) {
    let factory = factories.get(digest);
    if (!factory) {
      factory = load(digest);
      factories.set(digest, factory);
    }
    return factory;
  }

  /**
   * @param {string} digest
   * @param {string} id
   */
  async function factoryOf(digest, id) {
    const make = await loaded(digest);
    const { defaults } = /** @type {Asset} */ (assets.get(digest));
    const model = modelOf(id);
    for (const [name, value] of Object.entries(defaults)) {
      if (model.get(name) === undefined) model.set(name, structuredClone(value));
    }
    return make;
  }

  /**
   * Run one of the site's files beside the host; a script may be loaded from a disk too.
   *
   * @param {string} name
   * @returns {Promise<void>}
   */
  function run(name) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = folder + name;
      element.onload = () => resolve();
      element.onerror = () => reject(new Error("its file could not be loaded"));
      document.head.append(element);
    });
  }

  /**
   * Load the file of a widget class and import the module in it.
   *
   * @param {string} digest
   * @returns {Promise<() => Promise<Definition>>}
   */
  async function load(digest) {
    if (!assets.has(digest)) await run(`module-${digest}.js`);
    const { module, style } = /** @type {Asset} */ (assets.get(digest));
    if (style) adopt(style);
    const url = URL.createObjectURL(new Blob([module], { type: "text/javascript" }));
    addresses.set(digest, url);
    try {
      const found = await import(url);
      return async () => {
        if (found.render) return { render: found.render };
        return typeof found.default === "function" ? found.default() : found.default;
      };
    } catch (error) {
      const elsewhere = module.match(/(?:from|import)\s*\(?\s*["']https?:\/\/([^/"']+)/);
      throw elsewhere ? new Error(`its code comes from ${elsewhere[1]}, which did not answer`) : error;
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  /** @param {string} style */
  function adopt(style) {
    if (/^https?:\/\/\S+$/.test(style)) {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = style;
      document.head.append(link);
      return;
    }
    if (!("adoptedStyleSheets" in document)) {
      const element = /** @type {Document} */ (document).createElement("style");
      element.textContent = style;
      /** @type {Document} */ (document).head.append(element);
      return;
    }
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }

  /** @type {Set<LiveWidget>} */ const asleep = new Set();

  /** @param {string} [rootMargin] */
  function watch(rootMargin) {
    return new IntersectionObserver((entries, observer) => {
      for (const { isIntersecting, boundingClientRect, target } of entries) {
        const widget = /** @type {LiveWidget} */ (target);
        if (!isIntersecting || (!rootMargin && mayWait(widget, boundingClientRect)) || !asleep.delete(widget)) continue;
        observer.unobserve(widget);
        widget.mount();
      }
    }, { rootMargin });
  }

  /**
   * Say whether a widget in the window of a reader who has done nothing may wait: it can be used as it is, or it shows
   * something and begins in the lower half.
   *
   * @param {LiveWidget} widget
   * @param {DOMRectReadOnly} place
   */
  function mayWait(widget, { top }) {
    return !!widget.querySelector("[data-usable]") || (top > innerHeight / 2 && filled(widget));
  }

  // While the page is loading, what one looks at first has the processor to itself; the rest waits for the reader.
  let nearby = watch();

  function lookFurther() {
    for (const name of MOVES) removeEventListener(name, lookFurther);
    nearby.disconnect();
    nearby = watch(NEAR);
    for (const widget of asleep) nearby.observe(widget);
  }

  for (const name of MOVES) addEventListener(name, lookFurther, { passive: true });

  /**
   * Say whether an element shows anything: a text, a picture, a control, a colour.
   *
   * @param {Element | ShadowRoot} root
   * @returns {boolean}
   */
  function filled(root) {
    if (root.textContent?.trim() && [...root.childNodes].some(hasWords)) return true;
    if (root.querySelector(SHOWS)) return true;
    return [...root.querySelectorAll("*")].some((each) => {
      if (each.shadowRoot) return filled(each.shadowRoot);
      const { backgroundColor, backgroundImage, borderTopWidth } = getComputedStyle(each);
      const coloured = !/^rgba\(.*, 0\)$|^transparent$/.test(backgroundColor) || backgroundImage !== "none";
      return (coloured || parseFloat(borderTopWidth) > 0) && each.getClientRects().length > 0;
    });
  }

  /**
   * @param {Node} node
   * @returns {boolean}
   */
  function hasWords(node) {
    if (node instanceof Element) return !/^(style|script|template)$/i.test(node.tagName) && [...node.childNodes].some(hasWords);
    return node instanceof Text && !!node.data.trim();
  }

  /** A widget's place in the page: its fallback, and beside it, once it came near, its view. */
  class LiveWidget extends HTMLElement {
    /** @type {AbortController | undefined} */ #life;
    /** @type {HTMLElement | undefined} */ #view;
    #rendered = false;

    connectedCallback() {
      this.dataset.model ??= String([...document.querySelectorAll("live-widget")].indexOf(this) + 1);
      asleep.add(this);
      nearby.observe(this);
    }

    disconnectedCallback() {
      asleep.delete(this);
      nearby.unobserve(this);
      this.#life?.abort();
      this.#life = undefined;
    }

    async mount() {
      if (this.#life) return;
      this.#rendered = false;
      const life = new AbortController();
      this.#life = life;
      const view = document.createElement("div");
      view.className = "live-widget-view";
      this.#view?.remove();
      this.#view = view;
      this.append(view);
      try {
        const { model: id = "", module, part = states.length - 1 } = this.dataset;
        if (module) loaded(module).catch(() => {}); // meanwhile; who needs it hears of a failure
        await restore(Number(part));
        if (life.signal.aborted) return;
        const { classes = [], layout = {} } = savedState(id);
        view.classList.add(...classes);
        for (const [name, value] of Object.entries(layout)) view.style.setProperty(name, value);
        const binding = bindingOf(id);
        const refused = (/** @type {Error} */ error) => this.#say(error.message);
        binding.model.refusals.add(refused);
        whenAborted(life.signal, () => binding.model.refusals.delete(refused));
        await binding.render(view, life.signal);
        this.#rendered = true;
        this.#untilFilled(view, life.signal);
      } catch (error) {
        this.#fail(error);
      }
      this.dispatchEvent(new CustomEvent("live-widget-mounted", { bubbles: true }));
    }

    /**
     * Show why there is no widget, and what stands for it.
     *
     * @param {unknown} error
     */
    #fail(error) {
      if (!(error instanceof KernelError)) report(error);
      this.#view?.remove();
      this.#life?.abort(); // what the widget still asks for must not replace the reason
      const code = assets.get(this.dataset.module ?? "")?.module;
      this.#say(`This widget could not start (${reasonOf(error, code)}). Here is its content without it.`);
      this.#showFallback(true);
    }

    /**
     * Hear of a failure in the code of a module after `render` has returned.
     *
     * @param {unknown} error
     */
    failedLater(error) {
      if (this.#rendered && !this.#life?.signal.aborted && this.#view && !filled(this.#view)) this.#fail(error);
    }

    /**
     * Take the fallback away once the view shows something: what a widget waits for may never come.
     *
     * @param {HTMLElement} view
     * @param {AbortSignal} signal
     */
    #untilFilled(view, signal) {
      const look = () => {
        if (signal.aborted || !filled(view)) return;
        this.#showFallback(false);
        changes.disconnect();
        sizes.disconnect();
      };
      const changes = new MutationObserver(look);
      const sizes = new ResizeObserver(look);
      changes.observe(view, { childList: true, subtree: true, characterData: true, attributes: true });
      sizes.observe(view);
      look();
    }

    /** @param {boolean} shown */
    #showFallback(shown) {
      const fallback = this.querySelector(":scope > .live-widget-fallback");
      if (fallback instanceof HTMLElement) fallback.hidden = !shown;
    }

    /** @param {string} text */
    #say(text) {
      const old = this.querySelector(":scope > .live-widget-message");
      const message = old ?? document.createElement("p");
      message.className = "live-widget-message";
      message.setAttribute("role", "status");
      message.textContent = text;
      if (!old) this.prepend(message);
    }
  }

  /**
   * Tell the widgets of a module of an error that nobody caught, by the address in its stack.
   *
   * @param {unknown} error
   * @param {string} [where]
   */
  function tell(error, where = "") {
    if (reported.has(Object(error))) return;
    const stack = `${where} ${error instanceof Error ? error.stack : ""}`;
    for (const [digest, url] of addresses) {
      if (!stack.includes(url)) continue;
      for (const each of document.querySelectorAll(`live-widget[data-module="${digest}"]`)) {
        /** @type {LiveWidget} */ (each).failedLater(error);
      }
    }
  }
  addEventListener("error", (event) => tell(event.error, event.filename));
  addEventListener("unhandledrejection", (event) => tell(event.reason));

  /** @param {PageTransitionEvent} event */
  const leave = (event) => {
    if (!event.persisted) for (const binding of bindings.values()) binding.dispose();
  };
  addEventListener("pagehide", leave);

  Object.assign(globalThis, {
    liveWidgets: {
      /** @type {(digest: string, module: string, style: string, defaults: State) => void} */
      define(digest, module, style, defaults) {
        assets.set(digest, { module, style, defaults });
      },
      /** @type {(states: Record<string, Saved>) => void} */
      restore(states) {
        Object.assign(saved, states);
      },
    },
  });
  customElements.define("live-widget", LiveWidget);
})();
