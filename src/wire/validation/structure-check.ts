import type { Member, Model, Shape } from "../model/shape.ts";
import { compileValueCheck } from "./value-check.ts";

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
}

/** Undefined where neither the structure nor anything in it is constrained: most outputs of time go to no check at all. */
export function compileStructureCheck(model: Model, shape: Shape): StructureCheck | undefined {
  return compileIn({ model, compiled: new Map() }, shape);
}

export interface Compilation {
  readonly model: Model;
  /** Undefined while a recursive structure is being compiled. */
  readonly compiled: Map<Shape, { check?: StructureCheck } | undefined>;
}

export function compileIn(compilation: Compilation, shape: Shape): StructureCheck | undefined {
  const known = compilation.compiled.get(shape);
  if (known) return known.check;
  const isRecursion = compilation.compiled.has(shape);
  const holder: { check?: StructureCheck } = {};
  if (isRecursion) return (value, path, failures) => later(compilation, shape)(value, path, failures);
  compilation.compiled.set(shape, undefined);
  const members = shape.members.flatMap((member) => compileMember(compilation, member));
  if (members.length > 0) holder.check = checkAll(members);
  compilation.compiled.set(shape, holder);
  return holder.check;
}

function later({ compiled }: Compilation, shape: Shape): StructureCheck {
  return compiled.get(shape)?.check ?? ((_value, _path, failures = []) => failures);
}

interface MemberCheck {
  readonly name: string;
  /** AWS's framework names members with a small first letter. */
  readonly label: string;
  readonly isRequired: boolean;
  readonly check?: (value: unknown, path: string, failures: Failure[]) => void;
}

function compileMember(compilation: Compilation, member: Member): MemberCheck[] {
  // A client that leaves an idempotency token out is one that does not make them.
  const isRequired = member.required && !member.own.idempotencyToken;
  const check = compileValueCheck(compilation, member);
  if (!isRequired && check === undefined) return [];
  const { name } = member;
  return [{ name, label: name.charAt(0).toLowerCase() + name.slice(1), isRequired, check }];
}

function checkAll(members: readonly MemberCheck[]): StructureCheck {
  return (value, path = "", failures = []) => {
    for (const { name, label, isRequired, check } of members) {
      const member = value[name];
      if (member !== undefined && member !== null) check?.(member, path + label, failures);
      else if (isRequired) failures.push(missing(name, path + label));
    }
    return failures;
  };
}

function missing(member: string, path: string): Failure {
  const text = `Value null at '${path}' failed to satisfy constraint: Member must not be null`;
  return { text, member, isMissing: true };
}
