// @ts-check
/** Have require.js look for the scripts of widgets, and these for their fonts, beside this file. */
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const here = script.src.replace(/[^/]*$/, "");
  const page = /** @type {any} */ (globalThis);
  page.__jupyter_widgets_assets_path__ = here;
  page.requirejs.config({ baseUrl: here });
})();
