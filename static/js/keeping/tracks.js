/** Own tracks that this device keeps, so that they lie on the map again, also without a connection. */

const DATABASE = "sasurai";
const STORE = "tracks";
const MOST = 20;

/** @typedef {{id?: number, name: string, found: any}} Track */

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>}
 */
async function within(mode, ask) {
  const database = await open();
  try {
    return await new Promise((done, failed) => {
      const transaction = database.transaction(STORE, mode);
      const asked = ask(transaction.objectStore(STORE));
      // kept once the whole is written, not when the request was heard
      transaction.oncomplete = () => done(asked.result);
      transaction.onabort = () => failed(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** @returns {Promise<Track[]>} oldest first; none where the browser keeps nothing */
export const kept = () => within("readonly", (store) => store.getAll()).catch(() => []);

/** @param {string} name @param {any} found @returns {Promise<number|null>} its number; null where the browser keeps nothing, or enough */
export async function keep(name, found) {
  try {
    if ((await within("readonly", (store) => store.count())) >= MOST) return null;
    return Number(await within("readwrite", (store) => store.add({ name, found })));
  } catch {
    // a private window, or no room: it lies on the map until the page is left
    return null;
  }
}

/** @param {number} id */
export const forget = (id) => within("readwrite", (store) => store.delete(id)).catch(() => undefined);
