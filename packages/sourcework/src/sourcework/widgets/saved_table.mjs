// @ts-check
/** A table that "Save as a table" wrote, opened by another reader. */
import { h, unique } from "./ui.mjs";

/**
 * Read the table that "Save as a table" wrote.
 *
 * @param {string} text CSV after RFC 4180
 * @returns {string[][]}
 */
export function parseTable(text) {
  const rows = [[""]];
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const row = rows[rows.length - 1];
    const sign = text[i];
    if (quoted && sign === '"' && text[i + 1] === '"') { row[row.length - 1] += '"'; i += 1; }
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === ",") row.push("");
    else if (!quoted && sign === "\n") rows.push([""]);
    else if (quoted || sign !== "\r") row[row.length - 1] += sign;
  }
  return rows.filter((row) => row.length > 1 || row[0]);
}

/**
 * A field for such a table.
 *
 * @param {string} label
 * @param {(rows: string[][]) => void} onopen
 * @param {(fault: string) => void} onfault
 * @returns {HTMLElement}
 */
export function tableField(label, onopen, onfault) {
  const id = unique("table");
  const file = h("input", { type: "file", accept: ".csv,text/csv", id, onchange: open });
  async function open() {
    const picked = file.files?.[0];
    if (!picked) return;
    const text = await picked.text().catch(() => null);
    file.value = "";
    if (text === null) onfault("The file could not be read; choose it again. Nothing was taken over.");
    else onopen(parseTable(text.replace(/^\uFEFF/, "")));
  }
  return h("p", { class: "widget-file" }, h("label", { for: id, class: "widget-name" }, label), file);
}
