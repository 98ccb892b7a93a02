import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { createManualClock } from "../../src/platform/clock.ts";
import { createSystemRandom } from "../../src/platform/random.ts";
import type { AccessControl } from "../../src/services/access-control.ts";
import type { CloudWatch } from "../../src/services/cloudwatch/model.ts";
import { cloudwatch } from "../../src/services/cloudwatch/service.ts";
import type { CloudWatchState } from "../../src/services/cloudwatch/state.ts";
import type { OperationTable } from "../../src/services/operation-table.ts";
import type {
  AnyService,
  CallInput,
  CallOptions,
  CallOutput,
  OperationName,
  ServiceHost,
} from "../../src/services/service.ts";
import { openDiskBlobs } from "../../src/storage/blobs/disk/disk-blobs.ts";
import { openSqlite } from "../../src/storage/sqlite/sqlite.ts";
import { type AccessParts, openOperations } from "./operations.ts";

/** CloudWatch (and other services) without HTTP, over a database in memory and a clock that the test moves. */
export interface TestCloudWatch extends AsyncDisposable {
  readonly table: OperationTable;
  readonly host: ServiceHost;
  readonly asRoot: CallOptions;
  readonly state: CloudWatchState;
  nowMs(): number;
  /** The time so many seconds ago. */
  ago(seconds: number): Date;
  call<N extends OperationName<CloudWatch>>(
    operation: N,
    input: CallInput<CloudWatch, N>,
    as?: Partial<CallOptions>,
  ): Promise<CallOutput<CloudWatch, N>>;
  /** One value of a metric in the namespace `App`. */
  put(name: string, value: number, at?: Date): Promise<void>;
}

export async function openCloudWatch(
  others: readonly AnyService[] = [],
  access?: (parts: AccessParts) => AccessControl,
): Promise<TestCloudWatch> {
  const directory = await mkdtemp(`${tmpdir()}/squall-cloudwatch-`);
  const clock = createManualClock();
  const harness = await openOperations([cloudwatch, ...others], {
    database: await openSqlite({ file: ":memory:", clock }),
    blobs: await openDiskBlobs({ directory, random: createSystemRandom(), clock }),
    clock,
    access,
  });
  const { table, asRoot } = harness;
  const call: TestCloudWatch["call"] = (operation, input, as) =>
    table.call("cloudwatch", operation, input, { ...asRoot, ...as });
  return {
    table,
    host: table.host,
    asRoot,
    state: table.services.get("cloudwatch")!.state as CloudWatchState,
    nowMs: () => table.host.clock.nowMs(),
    ago: (seconds) => new Date(table.host.clock.nowMs() - seconds * 1000),
    call,
    put: async (name, value, at) => {
      await call("PutMetricData", {
        Namespace: "App",
        MetricData: [{ MetricName: name, Value: value, Timestamp: at }],
      });
    },
    [Symbol.asyncDispose]: async () => {
      await harness.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
