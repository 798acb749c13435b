/**
 * What the tablet keeps, in IndexedDB. A promise of `write` is kept only when the browser says
 * that the data are on the disk (durability "strict"); until then nothing may be called saved.
 *
 * Stores and keys: `facts` name · `people` account · `work` account · `forms` sha256 ·
 * `drafts` uuid · `outbox` uuid · `log` numbered. Later versions only ever add stores, because
 * a page of an older version may still be finishing a draft beside them.
 */
const NAME = "hai-long";
const VERSION = 1;
const KEYS = {
  facts: "name",
  people: "account",
  work: "account",
  forms: "sha256",
  drafts: "uuid",
  outbox: "uuid",
  log: "number",
};

/** The browser keeps nothing for this app: private window, blocked site data, or no room. */
export class StorageRefused extends Error {}

let opening = null;

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function open() {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = () => {
    for (const [store, keyPath] of Object.entries(KEYS)) {
      if (request.result.objectStoreNames.contains(store)) continue;
      request.result.createObjectStore(store, { keyPath, autoIncrement: keyPath === "number" });
    }
  };
  try {
    return await settled(request);
  } catch (error) {
    // A newer version of the app was here before; its stores hold ours.
    if (error?.name === "VersionError") return settled(indexedDB.open(NAME));
    throw error;
  }
}

async function database() {
  opening ??= open().then((opened) => {
    // Browsers close connections of pages in the background; the next use opens a new one.
    opened.onclose = () => (opening = null);
    opened.onversionchange = () => {
      opened.close();
      opening = null;
    };
    return opened;
  });
  try {
    return await opening;
  } catch (error) {
    opening = null;
    throw new StorageRefused(String(error), { cause: error });
  }
}

async function inDatabase(work) {
  try {
    return await work(await database());
  } catch (error) {
    if (error?.name !== "InvalidStateError") throw error;
    opening = null; // the connection was closed under us
    return work(await database());
  }
}

/** One record, or undefined. */
export function read(store, key) {
  return inDatabase((opened) => settled(opened.transaction(store).objectStore(store).get(key)));
}

/** Every record of a store. */
export function readAll(store) {
  return inDatabase((opened) => settled(opened.transaction(store).objectStore(store).getAll()));
}

/**
 * Carries out changes in one transaction: all of them or none. `add` fails where a record with
 * this key is there already, and everything with it.
 * @param {Array<{store: string, put?: object, add?: object, remove?: IDBValidKey}>} changes
 */
export function write(changes) {
  const stores = [...new Set(changes.map((change) => change.store))];
  return inDatabase(
    (opened) =>
      new Promise((resolve, reject) => {
        const transaction = opened.transaction(stores, "readwrite", { durability: "strict" });
        transaction.oncomplete = () => resolve();
        transaction.onabort = () =>
          reject(new StorageRefused(String(transaction.error), { cause: transaction.error }));
        try {
          for (const change of changes) carryOut(transaction.objectStore(change.store), change);
        } catch (error) {
          transaction.abort(); // what was asked for before it would be kept otherwise
          reject(error);
        }
      }),
  );
}

function carryOut(store, { put, add, remove }) {
  if (put) store.put(put);
  else if (add) store.add(add);
  else store.delete(remove);
}

/** Writes and reads back: what is called saved has been seen again, this very version of it. */
export async function writeSurely(changes) {
  const stamp = crypto.randomUUID();
  const stamped = changes.map(({ store, put, add, remove }) => {
    if (put) return { store, put: { ...put, stamp } };
    return add ? { store, add: { ...add, stamp } } : { store, remove };
  });
  await write(stamped);
  for (const { store, put, add } of stamped) {
    const key = (put ?? add)?.[KEYS[store]];
    if (key === undefined) continue; // removed, or in the log, which makes its own keys
    if ((await read(store, key))?.stamp !== stamp) {
      throw new StorageRefused("what was written cannot be read back");
    }
  }
}

/** Asks the browser not to clear these data by itself; tells whether it agreed. */
export async function askToPersist() {
  if (!navigator.storage?.persist) return false;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}

/** Used and allowed bytes, as far as the browser tells. */
export async function room() {
  if (!navigator.storage?.estimate) return null;
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  return { usage, quota };
}
