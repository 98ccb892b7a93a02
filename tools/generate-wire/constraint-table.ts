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
  readonly enum?: readonly string[];
  /** What matches it satisfies everything: an ARN where a name is checked. */
  readonly except?: string;
  readonly integer?: 32 | 64;
  readonly double?: boolean;
  readonly item?: string;
  readonly key?: string;
  readonly value?: string;
}

/** `tools/constraints/recorded.json`: by service, the facts of shapes that AWS has been seen to go by. */
export interface RecordedConstraints {
  readonly source: string;
  readonly services: Readonly<Record<string, ConstraintTable["shapes"]>>;
}

/** The table with facts that are newer. Throws for a shape that it doesn't have. */
export function withRecorded(table: ConstraintTable, recorded: ConstraintTable["shapes"]): ConstraintTable {
  const shapes = { ...table.shapes };
  for (const [name, facts] of Object.entries(recorded)) {
    if (!shapes[name]) throw new Error(`tools/constraints/recorded.json: there is no constrained shape ${name}`);
    shapes[name] = { ...shapes[name], ...facts };
  }
  return { ...table, shapes };
}

export interface ConstraintWriter {
  readonly records: ConstraintRecord[];
  /** The record of a shape; undefined where nothing but its type constrains it. */
  indexOf(shape: string): number | undefined;
}

/** Turns names into indexes, each shape once. An enum's values are those of the table and those of the SDK, which is newer. */
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
    enum: facts.enum && [...new Set([...facts.enum, ...enumValues(sdkEnum)])],
    item: facts.item === undefined ? undefined : indexOf(facts.item),
    key: facts.key === undefined ? undefined : indexOf(facts.key),
    value: facts.value === undefined ? undefined : indexOf(facts.value),
  };
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

function enumValues(exported: unknown): string[] {
  if (typeof exported !== "object" || exported === null || Array.isArray(exported)) return [];
  const values = Object.values(exported);
  return values.every((value) => typeof value === "string") ? values : [];
}
