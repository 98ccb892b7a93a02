import type {
  GlobalSecondaryIndexDescription,
  LocalSecondaryIndexDescription,
  ProvisionedThroughputDescription,
  TableDescription,
} from "@aws-sdk/client-dynamodb";
import { type KeyElement, type Projection, type ProvisionedThroughput, type Table, tableArn } from "./table.ts";

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
  const { items, bytes } = sizesOf();
  const { stream, encryption, restore, tableClass } = table;
  return {
    AttributeDefinitions: table.attributes.map((definition) => ({ ...definition })),
    TableName: table.name,
    KeySchema: toKeySchema(table.keySchema),
    TableStatus: table.status,
    CreationDateTime: new Date(table.createdMs),
    ProvisionedThroughput: toThroughput(table.throughput),
    TableSizeBytes: bytes,
    ItemCount: items,
    TableArn: arn,
    TableId: table.id,
    BillingModeSummary: toBillingMode(table),
    LocalSecondaryIndexes: someOf(table.localIndexes.map((index) => toLocal(index, arn, sizesOf))),
    GlobalSecondaryIndexes:
      table.status === "DELETING" ? undefined : someOf(table.globalIndexes.map((index) => toGlobal(table, index, arn, sizesOf))),
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
    DeletionProtectionEnabled: table.isProtected,
    OnDemandThroughput: table.onDemand && { ...table.onDemand },
    WarmThroughput: { ...warmOf(table), Status: table.status },
  };
}

function toBillingMode({ billing, onDemandSinceMs }: Table): TableDescription["BillingModeSummary"] {
  if (onDemandSinceMs === undefined && billing === "PROVISIONED") return undefined;
  const since = onDemandSinceMs === undefined ? undefined : new Date(onDemandSinceMs);
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
    WarmThroughput: { ...warmOf(index), Status: status },
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

/** What a table can take at once: what was set, or what each has. Source: "Understanding DynamoDB warm throughput". */
function warmOf({ warm, throughput }: Pick<Table, "warm" | "throughput">) {
  const base = throughput
    ? { ReadUnitsPerSecond: throughput.ReadCapacityUnits, WriteUnitsPerSecond: throughput.WriteCapacityUnits }
    : { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000 };
  return { ...base, ...warm };
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
