import { eachRow } from "../../../storage/each-row.ts";
import { billStored } from "../../usage/stored.ts";
import { eventsKey } from "../buses/event-bus.ts";
import type { EventsState } from "../state.ts";
import { type Archive, archiveArn, archiveKey } from "./archive.ts";
import { archivedStore, archiveStore } from "./archive-store.ts";

const archivesAtOnce = 100;
const gigabyte = 1024 ** 3;

/** What archives hold, on the bill. Source: "Amazon EventBridge pricing". */
export const storedArchives = billStored<EventsState>({
  kind: eventsKey({ account: "", region: "" }).kind,
  list: async function* (key, { host: { storage } }) {
    const read = (last: Archive | undefined) =>
      storage
        .partition(key)
        .read((tx) => archiveStore.list(tx, { prefix: "", after: last?.name ?? "", limit: archivesAtOnce }));
    for await (const archive of eachRow(read, archivesAtOnce)) {
      const { bytes } = await storage.partition(archiveKey(key, archive)).read((tx) => archivedStore.totals(tx));
      yield {
        service: "Amazon EventBridge",
        usageType: "TimedStorage-ByteHrs",
        operation: "ArchiveStorage",
        resource: archiveArn(key, archive.name),
        tags: {},
        amount: bytes / gigabyte,
        per: "month",
      };
    }
  },
});
