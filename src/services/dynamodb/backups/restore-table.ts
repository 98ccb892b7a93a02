import type { RestoreTableFromBackupInput } from "@aws-sdk/client-dynamodb";
import { parameterInvalid, restoredTableExists } from "../errors.ts";
import type { DynamoDbContext } from "../operation.ts";
import { layoutOf } from "../partitions/layout.ts";
import { addTable } from "../tables/add-table.ts";
import { checkNewTableName } from "../tables/check-table-name.ts";
import { checkOnDemand, checkThroughput } from "../tables/check-throughput.ts";
import type { GlobalIndex, LocalIndex, Restore, Table } from "../tables/table.ts";
import { toEncryption } from "../tables/to-encryption.ts";
import { type Copy, toBeginCopy, toCopiedParts } from "./copy.ts";

type Overrides = Pick<
  RestoreTableFromBackupInput,
  | "BillingModeOverride"
  | "GlobalSecondaryIndexOverride"
  | "LocalSecondaryIndexOverride"
  | "ProvisionedThroughputOverride"
  | "OnDemandThroughputOverride"
  | "SSESpecificationOverride"
>;

/**
 * Makes a table like another with its items. What is not the table's itself (tags, stream, time to live, policies, recovery, protection) is not restored. Source: "Restoring a
 * DynamoDB table from a backup".
 */
export async function restoreTable(
  context: DynamoDbContext,
  former: Table,
  given: { readonly target: string | undefined; readonly overrides: Overrides },
  source: { readonly copy: Pick<Copy, "from" | "asOfMs">; readonly restore: Omit<Restore, "isRunning" | "copied"> },
): Promise<Table> {
  const { host, account, region } = context;
  const { overrides } = given;
  const nowMs = host.clock.nowMs();
  const billing = overrides.BillingModeOverride ?? former.billing;
  const asked = overrides.ProvisionedThroughputOverride;
  const table: Table = {
    ...former,
    account,
    region,
    name: checkNewTableName(given.target),
    id: host.random.uuid(),
    createdMs: nowMs,
    status: "CREATING",
    billing,
    onDemandSinceMs: billing === "PAY_PER_REQUEST" ? nowMs : undefined,
    throughput: billing === "PAY_PER_REQUEST" ? undefined : checkThroughput(asked ?? former.throughput, billing),
    onDemand: checkOnDemand(overrides.OnDemandThroughputOverride, billing),
    localIndexes: kept(former.localIndexes, overrides.LocalSecondaryIndexOverride),
    globalIndexes: kept(former.globalIndexes, overrides.GlobalSecondaryIndexOverride).map((index) =>
      restoredIndex(index, host.random.uuid(), billing, former.throughput),
    ),
    isProtected: false,
    encryption: overrides.SSESpecificationOverride
      ? await toEncryption(overrides.SSESpecificationOverride, context)
      : former.encryption,
    stream: undefined,
    formerStreams: [],
    timeToLive: undefined,
    recovery: undefined,
    policy: undefined,
    tags: {},
    division: undefined,
    divided: former.divided && {
      parts: former.divided.parts.map(({ number, from }) => ({ number, from })),
      former: [],
      next: former.divided.next,
    },
    restore: { ...source.restore, isRunning: true, copied: [] },
  };
  const effectId = host.random.uuid();
  const to = { table: table.name, tableId: table.id };
  const begin = toBeginCopy(
    { account, region, to, partitions: toCopiedParts(layoutOf(table)), ...source.copy },
    effectId,
  );
  await addTable(context, table, (tx) => tx.emit(begin), restoredTableExists);
  return table;
}

/** All indexes, or those that are named. */
function kept<T extends LocalIndex>(
  indexes: readonly T[],
  wanted: readonly { readonly IndexName?: string | undefined }[] | undefined,
): readonly T[] {
  if (!wanted) return indexes;
  return wanted.map(({ IndexName: name }) => {
    const index = indexes.find((one) => one.name === name);
    if (!index) throw parameterInvalid(`The index ${name} is not one of the table that is restored`);
    return index;
  });
}

function restoredIndex(
  { filled: _filled, ...index }: GlobalIndex,
  id: string,
  billing: string,
  throughput: Table["throughput"],
): GlobalIndex {
  return {
    ...index,
    id,
    status: "CREATING",
    throughput: billing === "PAY_PER_REQUEST" ? undefined : (index.throughput ?? throughput),
  };
}
