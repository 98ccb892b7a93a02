import type { ConstraintRecord } from "../../src/wire/model/model-file.ts";

/** One file of `tools/constraints/tables`: see `tools/constraints/extract.py` for what it holds and where it is from. */
export interface ConstraintTable {
  readonly source: string;
  readonly protocols: readonly string[];
  readonly unions: readonly string[];
  readonly members: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly shapes: Readonly<Record<string, ShapeFacts>>;
}

export interface ShapeFacts {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  /** Of a list: its items' values, which AWS names as if they were the list's own. */
  readonly enum?: readonly string[];
  /** Values that are taken and not named: newer than what was recorded. */
  readonly alsoTaken?: readonly string[];
  /** What matches it satisfies everything: an ARN where a name is checked. */
  readonly except?: string;
  /** The values are those that AWS was seen to name, and no other is named. */
  readonly isRecorded?: boolean;
  readonly integer?: 32 | 64;
  readonly double?: boolean;
  /** Null in a recording takes away what the table has. */
  readonly item?: string | null;
  /** AWS does not say of the items that they must not be null. */
  readonly itemsMayBeNull?: boolean;
  readonly key?: string;
  readonly value?: string;
}

/** `tools/constraints/recorded.json`: by service, the facts of shapes that AWS has been seen to go by. */
export interface RecordedConstraints {
  readonly source: string;
  readonly services: Readonly<Record<string, ConstraintTable["shapes"]>>;
}

/** The table with facts that are newer. Throws for a shape that neither it nor another fact knows. */
export function withRecorded(table: ConstraintTable, recorded: ConstraintTable["shapes"]): ConstraintTable {
  const shapes = { ...table.shapes };
  const items = new Set(Object.values(recorded).map(({ item }) => item));
  for (const [name, facts] of Object.entries(recorded)) {
    if (!shapes[name] && !items.has(name)) {
      throw new Error(`tools/constraints/recorded.json: there is no constrained shape ${name}`);
    }
    shapes[name] = { ...shapes[name], ...facts, ...(facts.enum && { isRecorded: true }) };
  }
  return { ...table, shapes };
}

export interface ConstraintWriter {
  readonly records: ConstraintRecord[];
  /** The record of a shape; undefined where nothing but its type constrains it. */
  indexOf(shape: string): number | undefined;
}

/**
 * Turns names into indexes, each shape once. An enum's values are those of the table and those of the SDK, which is newer; where AWS was
 * seen to name them, the SDK's others are taken in silence.
 */
export function createConstraintWriter(
  table: ConstraintTable,
  sdk: Readonly<Record<string, unknown>>,
): ConstraintWriter {
  const records: ConstraintRecord[] = [];
  const indexes = new Map<string, number | undefined>();
  const indexOf = (shape: string): number | undefined => {
    if (indexes.has(shape)) return indexes.get(shape);
    // A shape that contains itself adds nothing that its first visit does not check.
    indexes.set(shape, undefined);
    const record = toRecord(table.shapes[shape] ?? {}, sdk[shape], indexOf);
    if (Object.keys(record).length > 0) indexes.set(shape, records.push(record) - 1);
    return indexes.get(shape);
  };
  return { records, indexOf };
}

function toRecord(
  facts: ShapeFacts,
  sdkEnum: unknown,
  indexOf: (shape: string) => number | undefined,
): ConstraintRecord {
  const record = {
    min: facts.min,
    max: facts.max,
    pattern: facts.pattern,
    except: facts.except,
    ...toEnum(facts, enumValues(sdkEnum)),
    item: facts.item ? indexOf(facts.item) : undefined,
    itemsMayBeNull: facts.itemsMayBeNull,
    key: facts.key === undefined ? undefined : indexOf(facts.key),
    value: facts.value === undefined ? undefined : indexOf(facts.value),
  };
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

function toEnum(
  { enum: named, alsoTaken = [], isRecorded }: ShapeFacts,
  ofSdk: readonly string[],
): Pick<ConstraintRecord, "enum" | "alsoTaken"> {
  if (!named) return {};
  if (!isRecorded) return { enum: [...new Set([...named, ...ofSdk])] };
  const unnamed = [...alsoTaken, ...ofSdk].filter((value) => !named.includes(value));
  return { enum: named, ...(unnamed.length > 0 && { alsoTaken: unnamed }) };
}

function enumValues(exported: unknown): string[] {
  if (typeof exported !== "object" || exported === null || Array.isArray(exported)) return [];
  const values = Object.values(exported);
  return values.every((value) => typeof value === "string") ? values : [];
}
