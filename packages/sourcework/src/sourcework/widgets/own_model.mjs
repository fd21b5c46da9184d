// @ts-check
/**
 * Model of an item that another widget shows: it keeps nothing, and nobody else hears of it.
 *
 * @typedef {import("./memory.mjs").Model} Model
 */

/** @param {string} key @param {any} data what the item shows @param {Record<string, any>} [more] @returns {Model} as the host of widgets makes one */
export function modelOf(key, data, more = {}) {
  /** @type {Record<string, any>} */ const state = { key, data: JSON.stringify(data), work: {}, ...more };
  /** @type {Set<[string, () => void]>} */ const heard = new Set();
  return {
    get: (name) => state[name],
    set(name, value) {
      const changes = JSON.stringify(state[name]) !== JSON.stringify(value);
      state[name] = value;
      for (const [event, callback] of changes ? [...heard] : []) if (event === `change:${name}`) callback();
    },
    save_changes() {},
    on: (name, callback) => void heard.add([name, callback]),
    off(name, callback) {
      for (const each of heard) if (each[0] === name && each[1] === callback) heard.delete(each);
    },
  };
}
