import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { RecordStore } from "../registry/record-store.ts";

const store = new RecordStore<{ readonly code: string }>("settings");
const name = "registration-code";

/** What a certificate has to name as its subject that proves who has a CA's key. */
export const registrationCodes = {
  find: async (tx: ReadTransaction): Promise<string | undefined> => (await store.find(tx, name))?.code,
  put: (tx: WriteTransaction, code: string) => store.put(tx, name, { code }),
  remove: (tx: WriteTransaction) => store.remove(tx, name),
};
