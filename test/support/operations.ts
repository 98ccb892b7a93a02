import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSingleNode } from "../../src/cluster/single-node.ts";
import { namedInputs } from "../../src/gateway/named-inputs.ts";
import { type AdjustableClock, createManualClock } from "../../src/platform/clock.ts";
import { createLog } from "../../src/platform/log.ts";
import { createSystemRandom } from "../../src/platform/random.ts";
import type { AccessControl } from "../../src/services/access-control.ts";
import { startEffects } from "../../src/services/effects.ts";
import { migrationSets } from "../../src/services/migration-sets.ts";
import { createOperationTable, type OperationTable } from "../../src/services/operation-table.ts";
import { rootPrincipal } from "../../src/services/principal.ts";
import type { AnyService, CallOptions, ServiceHost } from "../../src/services/service.ts";
import { startTimers } from "../../src/services/timers/start-timers.ts";
import { BlobLinks } from "../../src/storage/blobs/blob-links.ts";
import type { BlobStore } from "../../src/storage/blobs/blob-store.ts";
import type { Database } from "../../src/storage/database.ts";
import { openServicesWire } from "./wire.ts";

export interface OperationsHarness {
  readonly table: OperationTable;
  /** `call` options of account 000000000000's root in us-east-1. */
  readonly asRoot: CallOptions;
  close(): Promise<void>;
}

/** What an access control is made of. */
export type AccessParts = Pick<ServiceHost, "storage" | "caches" | "clock" | "random">;

/** Services without HTTP: the operation table over a real database and blob store. */
export async function openOperations(
  services: readonly AnyService[],
  stores: {
    database: Database;
    blobs: BlobStore;
    /** The database's own, so that what the test advances is one time for all. */
    clock?: AdjustableClock;
    access?: (host: AccessParts) => AccessControl;
    auth?: "open" | "enforce";
    functionNetwork?: "outside" | "squall" | "host";
  },
): Promise<OperationsHarness> {
  const directory = await mkdtemp(join(tmpdir(), "squall-operations-"));
  const clock = stores.clock ?? createManualClock();
  const parts = {
    ...createSingleNode(stores.database, clock),
    clock,
    random: createSystemRandom(),
  };
  const table = createOperationTable(
    services,
    {
      config: {
        accountId: "000000000000",
        auth: stores.auth ?? "open",
        functionNetwork: stores.functionNetwork ?? "outside",
        endpoint: () => "http://localhost:4566",
        runDir: join(directory, "run"),
        dataDir: join(directory, "data"),
        installDir: new URL("../..", import.meta.url).pathname,
        cacheDir: join(directory, "cache"),
      },
      ...parts,
      links: new BlobLinks(parts.clock, parts.random.bytes(32)),
      blobs: stores.blobs,
      log: createLog("silent"),
      access: stores.access?.(parts) ?? allowAll,
    },
    undefined,
    namedInputs(openServicesWire()),
  );
  await stores.database.migrate(migrationSets(services));
  for (const { definition, state } of table.services.values()) await definition.start?.(state, table.host);
  await startEffects(stores.database, table);
  await startTimers(table);
  return {
    table,
    asRoot: { account: "000000000000", region: "us-east-1", principal: rootPrincipal("000000000000") },
    close: async () => {
      await stores.database.timers.stop();
      for (const { definition, state } of table.services.values()) await definition.stop?.(state);
      await stores.database.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const allowAll: AccessControl = {
  findCredentials: async () => undefined,
  authorize: async () => ({ allowed: true, reason: "" }),
  findRole: async () => undefined,
  issueSession: () => Promise.reject(new Error("this test gave no access control")),
  accountOfAccessKey: () => undefined,
  isMfaCode: async () => false,
  lastUses: async () => [],
  close: async () => {},
  forget: () => {},
  signIn: async () => undefined,
};
