import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createManualClock } from "../../src/platform/clock.ts";
import { createLog } from "../../src/platform/log.ts";
import { createSystemRandom } from "../../src/platform/random.ts";
import type { AccessControl } from "../../src/services/access-control.ts";
import { startEffects } from "../../src/services/effects.ts";
import { createOperationTable, type OperationTable } from "../../src/services/operation-table.ts";
import { rootPrincipal } from "../../src/services/principal.ts";
import type { AnyService, CallOptions } from "../../src/services/service.ts";
import type { BlobStore } from "../../src/storage/blobs/blob-store.ts";
import type { Database } from "../../src/storage/database.ts";

export interface OperationsHarness {
  readonly table: OperationTable;
  /** `call` options of account 000000000000's root in us-east-1. */
  readonly asRoot: CallOptions;
  close(): Promise<void>;
}

/** Services without HTTP: the operation table over a real database and blob store. */
export async function openOperations(
  services: readonly AnyService[],
  stores: { database: Database; blobs: BlobStore; access?: AccessControl },
): Promise<OperationsHarness> {
  const directory = await mkdtemp(join(tmpdir(), "squall-operations-"));
  const table = createOperationTable(services, {
    config: {
      accountId: "000000000000",
      auth: "open",
      endpoint: () => "http://localhost:4566",
      runDir: join(directory, "run"),
      dataDir: join(directory, "data"),
      installDir: new URL("../..", import.meta.url).pathname,
      cacheDir: join(directory, "cache"),
    },
    storage: stores.database,
    blobs: stores.blobs,
    clock: createManualClock(),
    random: createSystemRandom(),
    log: createLog("silent"),
    access: stores.access ?? allowAll,
  });
  await stores.database.migrate(services.map(({ name, migrations }) => ({ name, migrations })));
  for (const { definition, state } of table.services.values()) await definition.start?.(state, table.host);
  await startEffects(stores.database, table);
  return {
    table,
    asRoot: { account: "000000000000", region: "us-east-1", principal: rootPrincipal("000000000000") },
    close: async () => {
      for (const { definition, state } of table.services.values()) await definition.stop?.(state);
      await stores.database.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const allowAll: AccessControl = {
  findCredentials: async () => undefined,
  authorize: async () => ({ allowed: true, reason: "" }),
};
