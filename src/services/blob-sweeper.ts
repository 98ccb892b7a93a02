import type { OperationTable } from "./operation-table.ts";
import type { ServiceTimer } from "./service.ts";
import { repeated } from "./timers/repeated.ts";

const sweepEveryMs = 24 * 60 * 60 * 1000;
/** A blob is written before the row that names it: younger ones may just be waiting for theirs. */
const youngestMs = 24 * 60 * 60 * 1000;
/** Names held in memory at a time. */
const namesPerPage = 100_000;

/** Deletes the blobs that no row names, once a day: what a crash between the blob and its row left. One process does it for all. */
export function blobSweep(table: OperationTable): ServiceTimer<undefined> {
  return repeated({
    everyMs: sweepEveryMs,
    failure: "the sweep of blobs failed",
    run: async (signal) => {
      await sweepBlobs(table, () => signal.aborted);
    },
  });
}

/** Gives the number of deleted blobs. */
export async function sweepBlobs(table: OperationTable, isStopped: () => boolean = () => false): Promise<number> {
  let deleted = 0;
  let page = new Set<string>();
  for await (const name of table.host.blobs.list(youngestMs)) {
    if (isStopped()) return deleted;
    page.add(name);
    if (page.size < namesPerPage) continue;
    deleted += await sweepPage(table, page, isStopped);
    page = new Set();
  }
  return deleted + (await sweepPage(table, page, isStopped));
}

async function sweepPage(
  { host, services }: OperationTable,
  page: Set<string>,
  isStopped: () => boolean,
): Promise<number> {
  if (page.size === 0) return 0;
  // The names are read after the blobs: one that is named by now is kept.
  for (const { definition } of services.values()) {
    for await (const name of definition.blobs?.(host) ?? []) {
      page.delete(name);
      if (isStopped()) return 0;
    }
  }
  await host.blobs.delete([...page]);
  return page.size;
}
