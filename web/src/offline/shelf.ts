import type { QueryKey } from '@tanstack/react-query';

/** One answer of the server as this device keeps it. */
export interface Kept {
  /** The query's hash. */
  id: string;
  key: QueryKey;
  data: unknown;
  /** When it was answered, milliseconds since the epoch. */
  at: number;
}

const database = 'tandem-kept';
const store = 'answers';

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('blocked'));
  });
}

async function inStore<T>(
  mode: IDBTransactionMode,
  work: (answers: IDBObjectStore) => IDBRequest<T> | undefined,
): Promise<T | undefined> {
  const base = await opened();
  try {
    return await new Promise<T | undefined>((resolve, reject) => {
      const transaction = base.transaction(store, mode);
      const request = work(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    base.close();
  }
}

/** The database of this device. A full or forbidden one keeps nothing, and that is all that happens. */
export const shelf = {
  put: (kept: Kept) => inStore('readwrite', (answers) => answers.put(kept)).catch(() => undefined),
  all: async (): Promise<Kept[]> =>
    (await inStore('readonly', (answers) => answers.getAll() as IDBRequest<Kept[]>).catch(() => [])) ?? [],
  remove: (ids: string[]) =>
    inStore<undefined>('readwrite', (answers) => {
      for (const id of ids) answers.delete(id);
      return undefined;
    }).catch(() => undefined),
  clear: () => inStore('readwrite', (answers) => answers.clear()).catch(() => undefined),
};
