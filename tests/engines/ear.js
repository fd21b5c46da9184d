/** Writes down what goes wrong in a page, for a driver that cannot hear it. */

/** @type {string[]} What `complaints` of the driver takes away. */
var heard = [];

for (const kind of /** @type {const} */ (["debug", "error", "info", "log", "trace", "warn"])) {
  const say = console[kind];
  console[kind] = (/** @type {unknown[]} */ ...words) => {
    heard.push(`console ${kind}: ${words.join(" ")}`);
    say.apply(console, words);
  };
}
addEventListener(
  "error",
  (event) => {
    const file = event.target instanceof Element ? event.target.outerHTML : "";
    heard.push(file ? `not loaded: ${file}` : `error: ${event.message}`);
  },
  true,
);
addEventListener("unhandledrejection", (event) => heard.push(`rejected: ${event.reason}`));
addEventListener("securitypolicyviolation", (event) =>
  heard.push(`against the policy: ${event.violatedDirective} ${event.blockedURI}`),
);
