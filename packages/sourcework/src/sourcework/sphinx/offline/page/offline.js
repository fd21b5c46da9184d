// @ts-check
/**
 * Have the book kept for reading without a network, and say when there is a new edition of it.
 *
 * Nothing happens on a page from a disk, on plain http (but for this machine), or for readers who
 * save data. What fails, fails in silence: the page needs none of this.
 */
(() => {
  /** What is waited for after the reader asked for the new edition. */
  let patience = 0;

  /** Only where there is a worker that showed this page: to all others the server gave what it has. */
  async function begin() {
    const saving = /** @type {{connection?: {saveData?: boolean}}} */ (navigator).connection?.saveData;
    if (!/^https?:$/.test(location.protocol) || !("serviceWorker" in navigator) || saving) return;
    const { serviceWorker } = navigator;
    const ours = serviceWorker.controller;
    if (ours) {
      serviceWorker.addEventListener("controllerchange", () => {
        clearTimeout(patience);
        location.reload();
      });
    }
    const root = document.documentElement.dataset.content_root ?? "./";
    const registration = await serviceWorker.register(new URL(`${root}sw.js`, location.href));
    if (!ours) return;
    const look = () => registration.waiting && tell(registration);
    const follow = () => registration.installing?.addEventListener("statechange", look);
    look();
    follow();
    registration.addEventListener("updatefound", follow);
  }

  /** @param {ServiceWorkerRegistration} registration */
  function tell(registration) {
    const asked = `later, ${registration.scope}`; // in the session: do not ask again in this tab, for this book
    if (document.querySelector(".new-edition") || sessionStorage.getItem(asked)) return;
    const line = document.createElement("div");
    line.className = "new-edition";
    const said = line.appendChild(document.createElement("span"));
    said.setAttribute("role", "status"); // in the page before its words, so that they are heard
    const show = button("Show it", () => {
      registration.waiting?.postMessage("show");
      // Chromium may let a worker that has just given a page wait for five minutes; a visit ends that.
      patience = setTimeout(() => location.reload(), 2000);
    });
    const later = button("Later", () => {
      sessionStorage.setItem(asked, "yes");
      line.remove();
    });
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = folder + "offline.css";
    style.onload = () => {
      said.textContent = "A new edition of this book is ready.";
      line.append(show, later);
    };
    document.body.append(line);
    document.head.append(style);
  }

  /**
   * @param {string} label
   * @param {() => void} press
   */
  function button(label, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", press);
    return made;
  }

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const folder = script.src.replace(/[^/]*$/, "");
  const start = () => begin().catch(() => {});
  if (document.readyState === "complete") start();
  else addEventListener("load", start);
})();
