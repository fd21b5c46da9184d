// @ts-check
/**
 * A second copy of what is kept, in the browser's database, which has it on the disk at once: browsers write their local
 * storage some seconds late, and a crash takes what was answered meanwhile. Where there is no database, or where it fails,
 * whoever asks for a copy hears so, and there is none.
 *
 * @typedef {import("./memory.mjs").Held} Held
 * @typedef {{since: string, all: Held[]}} Copy `since` is when the record was erased last, empty if never
 */
import { BOOK } from "./identity.mjs";
import { joinEntries } from "./responses.mjs";

const STORE = "entries";
const SINCE = "since"; // no key of an entry: these have a blank

/** @type {Promise<IDBDatabase> | undefined} */ let opened;

const forget = () => {
  opened = undefined;
};

function database() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(BOOK, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onerror = reject;
    asked.onsuccess = () => {
      asked.result.onversionchange = () => {
        asked.result.close();
        forget();
      };
      asked.result.onclose = forget;
      resolve(asked.result);
    };
  });
  return opened;
}

/** Begin a transaction; where the connection is lost, on a new one. @param {IDBTransactionMode} mode @returns {Promise<IDBTransaction>} */
async function transacting(mode, again = true) {
  try {
    return (await database()).transaction(STORE, mode, { durability: "strict" });
  } catch (error) {
    forget();
    if (!again) throw error;
    return transacting(mode, false);
  }
}

/** @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => void} work */
async function within(mode, work) {
  const transaction = await transacting(mode);
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = reject;
  });
  work(transaction.objectStore(STORE));
  await done;
}

/** @returns {Promise<Copy>} */
export async function readCopy() {
  const copy = { since: "", all: /** @type {Held[]} */ ([]) };
  await within("readonly", (store) => {
    store.openCursor().onsuccess = ({ target }) => {
      const cursor = /** @type {IDBRequest<IDBCursorWithValue | null>} */ (target).result;
      if (!cursor) return;
      if (cursor.key === SINCE) copy.since = String(cursor.value);
      else copy.all.push(cursor.value);
      cursor.continue();
    };
  });
  return copy;
}

/**
 * Copy entries, joined with what other pages have copied of them. Whoever does not know of the last erasing copies nothing;
 * whoever knows of a later one brings it here.
 *
 * @param {string} since when the record was erased last
 * @param {Iterable<Held>} all
 * @returns {Promise<void>}
 */
export function copyEntries(since, all) {
  return within("readwrite", (store) => {
    store.get(SINCE).onsuccess = ({ target }) => {
      const known = String(/** @type {IDBRequest} */ (target).result ?? "");
      if (known > since) return;
      if (known < since) {
        store.clear();
        store.put(since, SINCE);
      }
      for (const { part, key, entry } of all) {
        const name = `${part} ${key}`;
        store.get(name).onsuccess = ({ target: found }) => {
          const there = /** @type {IDBRequest<Held | undefined>} */ (found).result?.entry;
          store.put({ part, key, entry: joinEntries(part, there, entry) }, name);
        };
      }
    };
  });
}
