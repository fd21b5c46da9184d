// @ts-check
/**
 * The platform in which a package was opened, as it offers itself to the pages that it shows: found as SCORM says, in a window around
 * this one or in the one that opened it, and asked for nothing else.
 *
 * @typedef {import("./base.mjs").Told} Told
 */
const WINDOWS = 500; // windows around a window, as SCORM 1.2 has it

/** @param {any} start @param {string} name @returns {any} */
function around(start, name) {
  try {
    for (let [at, from] = [0, start]; from && at < WINDOWS; at += 1, from = from.parent) {
      if (from[name]) return from[name];
      if (from.parent === from) return null;
    }
  } catch {
    // That window is another site's.
  }
  return null;
}

/** @param {string} name @returns {any} what the platform offers, or nothing */
function offeredAs(name) {
  /** @type {Window | null} */ let opener = null;
  try {
    opener = window.opener ?? window.top?.opener;
  } catch {
    // The outermost window is another site's.
  }
  return around(window, name) ?? around(opener, name);
}

/**
 * @param {string} api under which name the platform offers itself
 * @param {Record<"begin" | "end" | "get" | "set" | "commit", string>} calls what it calls its functions
 * @returns {() => import("./base.mjs").Connection}
 */
export const inWindows = (api, calls) => () => {
  const there = offeredAs(api);
  const call = (/** @type {keyof typeof calls} */ name, /** @type {string[]} */ ...words) => {
    try {
      return String(there[calls[name]](...words));
    } catch {
      return "false";
    }
  };
  if (!there || call("begin", "") !== "true") return { platform: null, found: !!there };
  /** @type {Map<string, string>} */ const told = new Map();
  const platform = {
    get: (/** @type {string} */ element) => (call("get", element) || "").replace(/^(?:false|null|undefined)$/, ""),
    tell: (/** @type {Told[]} */ all) => all.filter(([element, value]) => told.get(element) !== value).map(([element, value]) => {
      const taken = call("set", element, value) === "true";
      if (taken) told.set(element, value);
      return taken;
    }).every(Boolean),
    save: () => call("commit", "") === "true",
    leave: () => {
      call("commit", "");
      call("end", "");
    },
  };
  return { platform, found: true };
};
