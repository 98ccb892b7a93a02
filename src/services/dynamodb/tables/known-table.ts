import { evenLayout, type Layout, layoutOf } from "../partitions/layout.ts";
import type { IndexKey, KeyAttribute } from "../values/check-key.ts";
import { type GlobalIndex, type KeyElement, type LocalIndex, type Projection, type Table, tableArn } from "./table.ts";

/** A table with what each request needs of it, made once. */
export interface KnownTable extends Table {
  readonly arn: string;
  /** The hash key, and the range key if it has one. */
  readonly key: readonly KeyAttribute[];
  readonly local: readonly KnownIndex[];
  readonly global: readonly KnownGlobalIndex[];
  /** What items are checked against, the global ones first, as AWS does. */
  readonly indexKeys: readonly IndexKey[];
  /** Whether its changes are written down, for its global indexes, its stream, or to be undone. */
  readonly keepsChanges: boolean;
  readonly layout: Layout;
}

/** What is stored of it. */
export function toRecord({
  arn: _arn,
  key: _key,
  local: _local,
  global: _global,
  indexKeys: _keys,
  keepsChanges: _keeps,
  layout: _layout,
  ...record
}: KnownTable): Table {
  return record;
}

export interface KnownIndex extends IndexKey {
  readonly name: string;
  /** Its place among the table's indexes of its kind. */
  readonly position: number;
  readonly hash: readonly KeyAttribute[];
  readonly range: readonly KeyAttribute[];
  readonly projection: Projection;
  /** Names of the attributes that it has; undefined where it has all. */
  readonly attributes: ReadonlySet<string> | undefined;
}

export interface KnownGlobalIndex extends KnownIndex {
  readonly id: string;
  readonly status: GlobalIndex["status"];
  readonly throughput: GlobalIndex["throughput"];
  readonly onDemand: GlobalIndex["onDemand"];
  /** It is still filled from the items that were there before it. */
  readonly isFilling: boolean;
  readonly layout: Layout;
}

export function toKnownTable(table: Table): KnownTable {
  const key = toKey(table, table.keySchema);
  const local = table.localIndexes.map((index, position) => toKnownIndex(table, index, position));
  const global = table.globalIndexes.map((index, position) => ({
    ...toKnownIndex(table, index, position),
    id: index.id,
    status: index.status,
    throughput: index.throughput,
    onDemand: index.onDemand,
    isFilling: index.filled !== undefined,
    layout: evenLayout(index.partitions ?? table.partitions),
  }));
  return {
    ...table,
    arn: tableArn(table, table.name),
    key,
    local,
    global,
    indexKeys: [...global, ...local],
    keepsChanges: global.length > 0 || table.stream?.isEnabled === true || table.recovery !== undefined,
    layout: layoutOf(table),
  };
}

function toKnownIndex(table: Table, { name, keySchema, projection }: LocalIndex, position: number): KnownIndex {
  const key = toKey(table, keySchema);
  return {
    name,
    indexName: name,
    position,
    key,
    hash: key.filter(({ isHash }) => isHash),
    range: key.filter(({ isHash }) => !isHash),
    projection,
    attributes: toAttributes(table, keySchema, projection),
  };
}

function toKey({ attributes }: Table, schema: readonly KeyElement[]): KeyAttribute[] {
  return schema.map(({ AttributeName: name, KeyType }) => ({
    name,
    type: attributes.find(({ AttributeName }) => AttributeName === name)?.AttributeType ?? "S",
    isHash: KeyType === "HASH",
  }));
}

function toAttributes(
  { keySchema }: Table,
  indexSchema: readonly KeyElement[],
  { ProjectionType, NonKeyAttributes = [] }: Projection,
): ReadonlySet<string> | undefined {
  if (ProjectionType === "ALL") return undefined;
  const keys = [...keySchema, ...indexSchema].map(({ AttributeName }) => AttributeName);
  return new Set([...keys, ...NonKeyAttributes]);
}
