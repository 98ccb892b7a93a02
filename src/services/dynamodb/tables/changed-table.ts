import type { UpdateTableCommandInput as Input } from "@aws-sdk/client-dynamodb";
import { limitExceeded, notSupported, parameterInvalid, throughputIsSame, validationException } from "../errors.ts";
import type { DynamoDbContext } from "../operation.ts";
import { changedIndexes, type IndexChanges } from "./changed-indexes.ts";
import { isSameThroughput, withTimes } from "./changed-throughput.ts";
import { changedWarm, checkOnDemand, checkUnits } from "./check-throughput.ts";
import type { AttributeDefinition, Encryption, ProvisionedThroughput, Table, Throughput } from "./table.ts";
import { changedStream } from "./to-stream.ts";
import { usedAttributes } from "./used-attributes.ts";

/** Checks what is asked for against itself, before the table is known. Throws ValidationException, in AWS's order. */
export function checkUpdate(input: Input): void {
  const { ProvisionedThroughput: throughput, GlobalSecondaryIndexUpdates: updates = [] } = input;
  refuseOthers(input);
  if (updates.length === 0 && changes.every((member) => input[member] === undefined))
    throw validationException(
      "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required",
    );
  if (input.BillingMode === "PROVISIONED" && !throughput)
    throw parameterInvalid("ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
  if (throughput) checkUnits(throughput as Throughput);
  const names = new Set<string>();
  for (const { Update, Create, Delete } of updates) {
    const { IndexName: name } = Update ?? Create ?? Delete ?? {};
    if (name === undefined)
      throw parameterInvalid(
        "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null",
      );
    if (names.has(name))
      throw parameterInvalid(
        `Only one global secondary index update per index is allowed simultaneously. Index: ${name}`,
      );
    names.add(name);
  }
}

const instant: ReadonlySet<string> = new Set(["DeletionProtectionEnabled", "WarmThroughput"]);

const changes = [
  "ProvisionedThroughput",
  "BillingMode",
  "StreamSpecification",
  "SSESpecification",
  "TableClass",
  "DeletionProtectionEnabled",
  "OnDemandThroughput",
  "WarmThroughput",
] as const;

function refuseOthers(input: Input): void {
  const { ReplicaUpdates, MultiRegionConsistency, GlobalTableWitnessUpdates, GlobalTableSettingsReplicationMode } =
    input;
  if (ReplicaUpdates ?? MultiRegionConsistency ?? GlobalTableWitnessUpdates ?? GlobalTableSettingsReplicationMode)
    throw notSupported("global tables");
  if (input.DisassociationProtectionEnabled !== undefined) throw notSupported("global tables");
  if (input.VectorIndexUpdates !== undefined) throw notSupported("vector indexes");
}

export interface ChangedTable extends IndexChanges {
  readonly to: Table;
}

/** The table as it is to be. Throws AWS's errors. */
export function changedTable(
  table: Table,
  input: Input,
  { encryption, host }: Pick<DynamoDbContext, "host"> & { readonly encryption: Encryption | undefined },
): ChangedTable {
  const nowMs = host.clock.nowMs();
  const billing = input.BillingMode ?? table.billing;
  if (input.ProvisionedThroughput && billing === "PAY_PER_REQUEST")
    throw parameterInvalid(
      "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
    );
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  if (updates.filter(({ Create, Delete }) => Create ?? Delete).length > 1)
    throw limitExceeded(
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
    );
  const isSwitched = billing !== table.billing;
  const throughput = changedThroughput(table, input, { isSwitched, billing, nowMs });
  const attributes = withDefinitions(table.attributes, input.AttributeDefinitions ?? []);
  const indexes = changedIndexes({ ...table, billing, attributes }, updates, { isSwitched, host });
  const { StreamSpecification: stream, TableClass: tableClass } = input;
  const to: Table = {
    ...table,
    status: isInstant(input) ? table.status : "UPDATING",
    attributes: usedAttributes(attributes, { ...table, globalIndexes: indexes.globalIndexes }),
    billing,
    onDemandSinceMs: isSwitched && billing === "PAY_PER_REQUEST" ? nowMs : table.onDemandSinceMs,
    throughput,
    onDemand: input.OnDemandThroughput
      ? checkOnDemand(input.OnDemandThroughput, billing)
      : billing === "PAY_PER_REQUEST"
        ? table.onDemand
        : undefined,
    warm: changedWarm(input.WarmThroughput, table),
    tableClass: tableClass ? { name: tableClass, changedMs: nowMs } : table.tableClass,
    isProtected: input.DeletionProtectionEnabled ?? table.isProtected,
    encryption: input.SSESpecification ? encryption : table.encryption,
    ...(stream && changedStream(table, stream, nowMs)),
    globalIndexes: indexes.globalIndexes,
  };
  return { to, ...indexes };
}

/** Protection is changed at once, and a table stays ACTIVE while it is warmed. */
function isInstant(input: Input): boolean {
  return (
    changes.every((member) => instant.has(member) || input[member] === undefined) &&
    (input.GlobalSecondaryIndexUpdates ?? []).length === 0
  );
}

function changedThroughput(
  { throughput: former }: Table,
  { ProvisionedThroughput: given }: Input,
  { isSwitched, billing, nowMs }: { readonly isSwitched: boolean; readonly billing: string; readonly nowMs: number },
): ProvisionedThroughput | undefined {
  if (billing === "PAY_PER_REQUEST") return undefined;
  if (!given) return former;
  if (!isSwitched && former && isSameThroughput(former, given as Throughput))
    throw throughputIsSame(former, given as Throughput);
  return withTimes(former, given as Throughput, nowMs);
}

function withDefinitions(
  former: readonly AttributeDefinition[],
  given: NonNullable<Input["AttributeDefinitions"]>,
): AttributeDefinition[] {
  const added = given as AttributeDefinition[];
  return [...former.filter((one) => !added.some(({ AttributeName }) => AttributeName === one.AttributeName)), ...added];
}
