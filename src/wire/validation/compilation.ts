import type { Model, Shape } from "../model/shape.ts";

/** What the checks of one input share. */
export interface Compilation {
  readonly model: Model;
  readonly namesNull: boolean;
  /** Whether lists in a map are named as the map's values, all constraints at once, as single values are. */
  readonly namesListsAsValues: boolean;
  /** Whether AWS leaves the member's value out of the answer. */
  hidesValue(member: string): boolean;
  structure(shape: Shape): StructureCheck | undefined;
}

/** Checks a structure's members and what they hold. `path` is where it is in the input, with a dot at its end. */
export type StructureCheck = (value: Readonly<Record<string, unknown>>, path?: string, failures?: Failures) => Failures;

/** So that a request of a thousand wrong items does not get an answer of megabytes. */
const mostListed = 50;

/** What failed, all of it counted and the first of it described: of half a million items each may be wrong. */
export class Failures {
  readonly listed: Failure[] = [];
  count = 0;
  #missing: Failure | undefined;

  /** `describe` is called where somebody will read it. */
  add(isMissing: boolean, describe: () => Failure): void {
    this.count += 1;
    const isFirstMissing = isMissing && !this.#missing;
    if (this.count > mostListed && !isFirstMissing) return;
    const failure = describe();
    if (isFirstMissing) this.#missing = failure;
    if (this.count <= mostListed) this.listed.push(failure);
  }

  /** The first required member that is not there. */
  get missing(): Failure | undefined {
    return this.#missing;
  }
}

export interface Failure {
  /** "Value 'x' at 'y' failed to satisfy constraint: …" */
  readonly text: string;
  /** The input's member, or the member of a nested structure, as the model spells it. */
  readonly member: string;
  /** Not a member of the input itself. */
  readonly isNested: boolean;
}
