// @ts-check
/**
 * Say what will be loaded, load it when asked, and go on to the notebook.
 *
 * The files of Python are fetched here, where their progress can be shown; the notebook then takes
 * them from the browser's cache. Only notebooks of this book are opened, whatever the address says.
 */

/**
 * @typedef {object} Plan
 * @property {Record<string, string>} pages the title of each notebook
 * @property {Record<string, number>} files the bytes of each file of Python
 */

const AT_ONCE = 4;

/** @param {string} id */
const find = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {Plan} */
const plan = JSON.parse(find("plan").textContent ?? "");
const path = new URLSearchParams(location.search).get("path") ?? "";
const progress = /** @type {HTMLProgressElement} */ (find("progress"));
const load = /** @type {HTMLButtonElement} */ (find("load"));
const total = Object.values(plan.files).reduce((sum, size) => sum + size, 0);

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / 1e6).toFixed(0);

/** @param {number} loaded */
function show(loaded) {
  progress.value = loaded;
  find("step").textContent = `Loading Python: ${megabytes(loaded)} of ${megabytes(total)} MB`;
}

/**
 * @param {string} file
 * @param {(bytes: number) => void} arrived
 */
async function fetchWhole(file, arrived) {
  const response = await fetch(file);
  if (!response.ok) throw new Error(`${file}: the server answers ${response.status}`);
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) arrived(part.value.length);
}

async function fetchAll() {
  const waiting = Object.keys(plan.files);
  let loaded = 0;
  const work = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      await fetchWhole(file, (bytes) => show((loaded += bytes)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function start() {
  load.disabled = true;
  find("loading").hidden = false;
  find("said").textContent = "Loading. You can leave this page and come back.";
  show(0);
  try {
    await fetchAll();
  } catch (error) {
    load.disabled = false;
    find("loading").hidden = true;
    find("said").textContent = `Not everything could be loaded (${/** @type {Error} */ (error).message}). Try again when there is a network.`;
    return;
  }
  find("said").textContent = "Opening the notebook. Its first cell takes some ten seconds, while Python starts.";
  location.assign(`notebooks/index.html?path=${encodeURIComponent(path)}`);
}

try {
  if (["light", "dark"].includes(localStorage.mode)) document.documentElement.style.colorScheme = localStorage.mode;
} catch {
  // Without storage the system's colours hold.
}
progress.max = total;
if (Object.hasOwn(plan.pages, path)) {
  find("title").textContent = plan.pages[path];
  find("back").setAttribute("href", `../book/${path.replace(/ipynb$/, "html")}`);
  find("start").hidden = false;
} else {
  find("all").setAttribute("open", "");
}
load.addEventListener("click", start);
