import type { ConstraintRecord } from "./model-file.ts";
import type { Traits } from "./traits.ts";

export type Kind =
  | "string"
  | "boolean"
  /** 32 bits. */
  | "integer"
  /** 64 bits; beyond 2^53 it loses precision, as in the SDK's types. */
  | "long"
  /** A number whose type is not known. */
  | "number"
  /** A float or double: what is whole is written with a point all the same. */
  | "double"
  | "blob"
  /** A blob that is the whole body and is not collected. */
  | "stream"
  | "timestamp"
  | "document"
  | "bigint"
  | "decimal"
  | "list"
  | "map"
  | "structure"
  | "union"
  | "unit";

export type TimestampFormat = "date-time" | "http-date" | "epoch-seconds";

/** A type of a service's model. What it refers to is resolved on first use: a recursive shape contains itself. */
export interface Shape {
  readonly kind: Kind;
  readonly name: string;
  readonly namespace: string;
  readonly traits: Traits;
  /** A timestamp's own format, where it isn't the protocol's. */
  readonly format?: TimestampFormat;
  /** Of a structure or union, the required ones first; empty for all others. */
  readonly members: readonly Member[];
  /** What a list holds, or a map's values. */
  readonly item: Member;
  readonly key: Member;
  member(name: string): Member | undefined;
}

export interface Member {
  readonly name: string;
  readonly shape: Shape;
  /** The member's traits, without those of its target. */
  readonly own: Traits;
  /** The target's traits overlaid with the member's. */
  readonly traits: Traits;
  readonly required: boolean;
  readonly constraint?: ConstraintRecord;
}

export interface OperationShape {
  readonly name: string;
  readonly namespace: string;
  readonly traits: Traits;
  readonly input: Shape;
  readonly output: Shape;
}

export interface Model {
  readonly operationNames: readonly string[];
  readonly errorNames: readonly string[];
  operation(name: string): OperationShape | undefined;
  /** By the shape's name. */
  error(name: string): Shape | undefined;
  /** A constraint of the model by its index in another constraint. */
  constraint(index: number): ConstraintRecord;
}

export const noTraits: Traits = Object.freeze({});
