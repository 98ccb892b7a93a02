import type { ReadTransaction } from "../../../storage/database.ts";
import { indexNotReady } from "../errors.ts";
import { RecordStore } from "../registry/record-store.ts";

/** What of the registry may be searched. */
export interface IndexingSettings {
  readonly things: "OFF" | "REGISTRY";
  readonly connectivity: "OFF" | "STATUS";
  readonly groups: "OFF" | "ON";
  readonly customFields: readonly { readonly name?: string; readonly type?: string }[];
}

const store = new RecordStore<IndexingSettings>("settings");
const name = "indexing";

export const noIndexing: IndexingSettings = { things: "OFF", connectivity: "OFF", groups: "OFF", customFields: [] };

export const indexingSettings = {
  find: async (tx: ReadTransaction): Promise<IndexingSettings> => (await store.find(tx, name)) ?? noIndexing,
  put: (tx: Parameters<typeof store.put>[0], settings: IndexingSettings) => store.put(tx, name, settings),
};

/** Throws unless the index is on. */
export async function requireIndexing(tx: ReadTransaction, index: string): Promise<void> {
  const { things, groups } = await indexingSettings.find(tx);
  const isOn = index === "AWS_Things" ? things !== "OFF" : index === "AWS_ThingGroups" && groups === "ON";
  if (!isOn) throw indexNotReady(index);
}
