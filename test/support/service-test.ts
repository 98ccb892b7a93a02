import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type AdjustableClock, createManualClock } from "../../src/platform/clock.ts";
import { createSystemRandom } from "../../src/platform/random.ts";
import type { AccessControl } from "../../src/services/access-control.ts";
import type { ServiceModels, ServiceName } from "../../src/services/models.ts";
import type { OperationTable } from "../../src/services/operation-table.ts";
import type { Principal } from "../../src/services/principal.ts";
import type { AnyService, CallInput, CallOptions, CallOutput, OperationName } from "../../src/services/service.ts";
import { openDiskBlobs } from "../../src/storage/blobs/disk/disk-blobs.ts";
import { type AccessParts, openOperations } from "./operations.ts";
import { openTestDatabase } from "./test-database.ts";

export interface ServiceTest {
  readonly table: OperationTable;
  readonly clock: AdjustableClock;
  readonly asRoot: CallOptions;
  /** Calls an operation as the account's root, or as `principal`. */
  call<S extends ServiceName, N extends OperationName<ServiceModels[S]>>(
    service: S,
    operation: N,
    input: CallInput<ServiceModels[S], N>,
    principal?: Principal,
  ): Promise<CallOutput<ServiceModels[S], N>>;
}

export interface ServiceTestOptions {
  readonly access?: (host: AccessParts) => AccessControl;
  readonly auth?: "open" | "enforce";
  /** Of the endpoints that users name: those of this machine are reached with `host` alone. */
  readonly functionNetwork?: "outside" | "squall" | "host";
}

/** Services over a database (`test-database.ts`) and a blob directory of their own, until the test ends. */
export async function openServiceTest(
  context: TestContext,
  services: readonly AnyService[],
  options: ServiceTestOptions = {},
): Promise<ServiceTest> {
  const directory = await mkdtemp(join(tmpdir(), "squall-service-"));
  const clock = createManualClock();
  const database = await openTestDatabase(clock);
  const blobs = await openDiskBlobs({ directory, random: createSystemRandom(), clock, durable: false });
  const { table, asRoot, close } = await openOperations(services, { database, blobs, clock, ...options });
  context.after(async () => {
    await close();
    await rm(directory, { recursive: true, force: true });
  });
  return {
    table,
    clock: table.host.clock,
    asRoot,
    call: (service, operation, input, principal = asRoot.principal) =>
      table.call(service, operation, input, { ...asRoot, principal }),
  };
}
