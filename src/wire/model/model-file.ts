import type { Traits } from "./traits.ts";

/**
 * A service's schemas and constraints as `tools/generate-wire.ts` writes them: arrays with references by index, so that a file
 * of a thousand shapes is parsed in a few milliseconds and a shape is built only when an operation needs it.
 */
export interface ModelFile {
  readonly namespace: string;
  /** Indexes of the operations and of the errors in `shapes`. */
  readonly operations: readonly number[];
  readonly errors: readonly number[];
  readonly shapes: readonly ShapeRecord[];
  readonly constraints: readonly ConstraintRecord[];
}

/** Not negative: an index of `simpleShapes`. Negative: `shapes[-1 - reference]`. */
export type ShapeReference = number;

/** A target, with the member's own traits and the index of its constraint where it has them. */
export type MemberRecord =
  | ShapeReference
  | readonly [ShapeReference, Traits | 0]
  | readonly [ShapeReference, Traits | 0, number];

export type ShapeRecord = SimpleRecord | ListRecord | MapRecord | StructureRecord | OperationRecord;
export type SimpleRecord = readonly ["simple", name: string, Traits | 0, of: ShapeReference];
export type ListRecord = readonly ["list", name: string, Traits | 0, item: MemberRecord];
export type MapRecord = readonly ["map", name: string, Traits | 0, key: MemberRecord, value: MemberRecord];
export type OperationRecord = readonly [
  "operation",
  name: string,
  Traits | 0,
  input: ShapeReference,
  output: ShapeReference,
];
/** The required members come first; `required` is their number. */
export type StructureRecord = readonly [
  kind: "structure" | "union" | "error",
  name: string,
  traits: Traits | 0,
  names: readonly string[],
  members: readonly MemberRecord[],
  required: number,
];

export interface ConstraintRecord {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** Values beside those of the enum, which no refusal names. */
  readonly alsoTaken?: readonly string[];
  /** What matches it satisfies everything. */
  readonly except?: string;
  /** Indexes of the constraints of what a list or map holds. */
  readonly item?: number;
  readonly itemsMayBeNull?: boolean;
  readonly key?: number;
  readonly value?: number;
}

/** What a reference that isn't negative stands for. The order is part of the format. */
export const simpleShapes = [
  { kind: "string" },
  { kind: "boolean" },
  { kind: "integer" },
  { kind: "long" },
  { kind: "number" },
  { kind: "blob" },
  { kind: "stream" },
  { kind: "timestamp" },
  { kind: "timestamp", format: "date-time" },
  { kind: "timestamp", format: "http-date" },
  { kind: "timestamp", format: "epoch-seconds" },
  { kind: "document" },
  { kind: "bigint" },
  { kind: "decimal" },
  { kind: "unit" },
  { kind: "double" },
] as const;
