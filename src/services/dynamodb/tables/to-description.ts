import type {
  GlobalSecondaryIndexDescription,
  LocalSecondaryIndexDescription,
  ProvisionedThroughputDescription,
  TableDescription,
} from "@aws-sdk/client-dynamodb";
import { wantedParts } from "../partitions/begin-division.ts";
import { partsOf } from "../partitions/layout.ts";
import { currentWarm } from "./check-throughput.ts";
import {
  type GlobalIndex,
  type KeyElement,
  type Projection,
  type ProvisionedThroughput,
  type Table,
  tableArn,
} from "./table.ts";

/** What is counted: of the table, and of its indexes by their names. */
export interface Sizes {
  readonly items: number;
  readonly bytes: number;
}

export type SizesOf = (index?: string) => Sizes;

const none: SizesOf = () => ({ items: 0, bytes: 0 });

/** A table as AWS describes it. Where nothing is said of sizes it is new. */
export function toDescription(table: Table, sizesOf: SizesOf = none): TableDescription {
  const arn = tableArn(table, table.name);
  return {
    ...toEssentials(table, sizesOf),
    AttributeDefinitions: table.attributes.map((definition) => ({ ...definition })),
    KeySchema: toKeySchema(table.keySchema),
    CreationDateTime: new Date(table.createdMs),
    BillingModeSummary: toBillingMode(table),
    LocalSecondaryIndexes: someOf(table.localIndexes.map((index) => toLocal(index, arn, sizesOf))),
    GlobalSecondaryIndexes: someOf(table.globalIndexes.map((index) => toGlobal(table, index, arn, sizesOf))),
    ...toSettings(table, arn),
  };
}

/** As its deletion tells of it. */
export function toDeletedDescription(table: Table, sizesOf: SizesOf): TableDescription {
  return { ...toEssentials(table, sizesOf), BillingModeSummary: toBillingMode(table) };
}

function toEssentials(table: Table, sizesOf: SizesOf): TableDescription {
  const { items, bytes } = sizesOf();
  return {
    TableName: table.name,
    TableStatus: table.status,
    ProvisionedThroughput: toThroughput(table.throughput),
    TableSizeBytes: bytes,
    ItemCount: items,
    TableArn: tableArn(table, table.name),
    TableId: table.id,
    DeletionProtectionEnabled: table.isProtected,
  };
}

function toSettings(table: Table, arn: string): TableDescription {
  const { stream, encryption, restore, tableClass } = table;
  return {
    StreamSpecification: stream?.isEnabled ? { StreamEnabled: true, StreamViewType: stream.view } : undefined,
    LatestStreamLabel: stream?.label,
    LatestStreamArn: stream && `${arn}/stream/${stream.label}`,
    RestoreSummary: restore && {
      SourceBackupArn: restore.fromBackup,
      SourceTableArn: restore.fromTable,
      RestoreDateTime: new Date(restore.atMs),
      RestoreInProgress: restore.isRunning,
    },
    SSEDescription: encryption && { Status: "ENABLED", SSEType: "KMS", KMSMasterKeyArn: encryption.keyArn },
    TableClassSummary: tableClass && {
      TableClass: tableClass.name,
      LastUpdateDateTime: tableClass.changedMs === undefined ? undefined : new Date(tableClass.changedMs),
    },
    OnDemandThroughput: table.onDemand && { ...table.onDemand },
    // Other changes of the table leave it as it is.
    WarmThroughput: toWarm(
      table,
      table.status === "UPDATING" || table.status === "ACTIVE" ? warmedOf(table) : table.status,
    ),
  };
}

/** It is being warmed until it has as many partitions as that takes. */
function warmedOf(table: Table): "ACTIVE" | "UPDATING" {
  return partsOf(table).length < wantedParts(table) ? "UPDATING" : "ACTIVE";
}

function toBillingMode({ billing, onDemandSinceMs, status }: Table): TableDescription["BillingModeSummary"] {
  if (onDemandSinceMs === undefined && billing === "PROVISIONED") return undefined;
  const since = onDemandSinceMs === undefined || status === "CREATING" ? undefined : new Date(onDemandSinceMs);
  return { BillingMode: billing, LastUpdateToPayPerRequestDateTime: since };
}

function toLocal(
  { name, keySchema, projection }: Table["localIndexes"][number],
  arn: string,
  sizesOf: SizesOf,
): LocalSecondaryIndexDescription {
  const { items, bytes } = sizesOf(name);
  return {
    IndexName: name,
    KeySchema: toKeySchema(keySchema),
    Projection: toProjection(projection),
    IndexSizeBytes: bytes,
    ItemCount: items,
    IndexArn: `${arn}/index/${name}`,
  };
}

function toGlobal(
  table: Table,
  index: Table["globalIndexes"][number],
  arn: string,
  sizesOf: SizesOf,
): GlobalSecondaryIndexDescription {
  const { name, keySchema, projection, status, filled } = index;
  const { items, bytes } = sizesOf(name);
  return {
    IndexName: name,
    KeySchema: toKeySchema(keySchema),
    Projection: toProjection(projection),
    IndexStatus: status,
    Backfilling: filled && table.status === "ACTIVE" ? true : undefined,
    ProvisionedThroughput: toThroughput(index.throughput),
    IndexSizeBytes: bytes,
    ItemCount: items,
    IndexArn: `${arn}/index/${name}`,
    OnDemandThroughput: index.onDemand && { ...index.onDemand },
    WarmThroughput: toWarm(index, status),
  };
}

function toThroughput(throughput: ProvisionedThroughput | undefined): ProvisionedThroughputDescription {
  const { ReadCapacityUnits = 0, WriteCapacityUnits = 0, increasedMs, decreasedMs } = throughput ?? {};
  return {
    LastIncreaseDateTime: increasedMs === undefined ? undefined : new Date(increasedMs),
    LastDecreaseDateTime: decreasedMs === undefined ? undefined : new Date(decreasedMs),
    NumberOfDecreasesToday: 0,
    ReadCapacityUnits,
    WriteCapacityUnits,
  };
}

/** What a table or an index can take at once: what was set, or what each has. A new one is told only what was set. Source: "Understanding DynamoDB warm throughput". */
function toWarm(
  { warm, throughput }: Pick<GlobalIndex, "warm" | "throughput">,
  status: Table["status"],
): WarmDescription | undefined {
  if (status === "CREATING") return warm && { ...warm, Status: "UPDATING" };
  return { ...currentWarm({ warm, throughput }), Status: status };
}

interface WarmDescription {
  ReadUnitsPerSecond?: number;
  WriteUnitsPerSecond?: number;
  Status: Table["status"];
}

function toKeySchema(schema: readonly KeyElement[]) {
  return schema.map((element) => ({ ...element }));
}

function toProjection({ ProjectionType, NonKeyAttributes }: Projection) {
  return { ProjectionType, NonKeyAttributes: NonKeyAttributes && [...NonKeyAttributes] };
}

function someOf<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}
