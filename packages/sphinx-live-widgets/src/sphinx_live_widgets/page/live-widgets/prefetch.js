// @ts-check
/**
 * On the first page of the book, when it has come and the browser has time: have the browser load the files
 * that `data-files` names, which most pages with widgets need. Not from a disk, and not for readers who save data.
 */
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const folder = script.src.replace(/[^/]*$/, "");
  const saving = /** @type {{connection?: {saveData?: boolean}}} */ (navigator).connection?.saveData;
  if (saving || location.protocol === "file:") return;

  function begin() {
    for (const name of script.dataset.files?.split(" ") ?? []) {
      const link = document.createElement("link");
      link.rel = "prefetch";
      link.as = "script";
      link.href = folder + name;
      document.head.append(link);
    }
  }

  const rest = () => (globalThis.requestIdleCallback ?? setTimeout)(begin);
  if (document.readyState === "complete") rest();
  else addEventListener("load", rest);
})();
