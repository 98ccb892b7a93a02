import type { Model, Shape } from "../model/shape.ts";

/** What the checks of one input share. */
export interface Compilation {
  readonly model: Model;
  readonly namesNull: boolean;
  /** Whether AWS leaves the member's value out of the answer. */
  hidesValue(member: string): boolean;
  structure(shape: Shape): StructureCheck | undefined;
}

/** Checks a structure's members and what they hold. `path` is where it is in the input, with a dot at its end. */
export type StructureCheck = (
  value: Readonly<Record<string, unknown>>,
  path?: string,
  failures?: Failure[],
) => Failure[];

export interface Failure {
  /** "Value 'x' at 'y' failed to satisfy constraint: …" */
  readonly text: string;
  /** The input's member, or the member of a nested structure, as the model spells it. */
  readonly member: string;
  readonly isMissing: boolean;
  /** Not a member of the input itself. */
  readonly isNested: boolean;
}
