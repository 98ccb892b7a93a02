import type { Member, Model, Shape } from "../model/shape.ts";
import type { ServiceRecord } from "../registry.ts";
import { type Compilation, type Failure, Failures, type StructureCheck } from "./compilation.ts";
import { compileValueCheck } from "./value-check.ts";

/** Undefined where neither the structure nor anything in it is constrained. */
export function compileStructureCheck(
  model: Model,
  input: Shape,
  { namesNull = false, hidesValues = [], coralNamespace, namesInput }: Facts,
  operation = "",
): StructureCheck | undefined {
  const compiled = new Map<Shape, { check?: StructureCheck; isDone: boolean }>();
  const compilation: Compilation = {
    model,
    namesNull,
    namesListsAsValues: coralNamespace !== undefined,
    hidesValue: (member) => hidesValues === true || hidesValues.includes(member),
    structure: (shape) => {
      const known = compiled.get(shape);
      // A recursive structure meets itself: what is still being compiled is called later.
      if (known !== undefined) return known.isDone ? known.check : callLater(known);
      const entry: { check?: StructureCheck; isDone: boolean } = { isDone: false };
      compiled.set(shape, entry);
      const prefix = namesInput && shape === input ? `${decapitalized(operation)}Input.` : undefined;
      const members =
        prefix === undefined
          ? shape.members.flatMap((member) => compileMember(compilation, member))
          : bodyFirst(shape.members).flatMap((member) => compileMember(compilation, member, prefix));
      if (members.length > 0) entry.check = checkAll(members);
      entry.isDone = true;
      return entry.check;
    },
  };
  return compilation.structure(input);
}

type Facts = Pick<ServiceRecord, "namesNull" | "hidesValues" | "coralNamespace" | "namesInput">;

function callLater(entry: { readonly check?: StructureCheck }): StructureCheck {
  return (value, path, failures = new Failures()) => entry.check?.(value, path, failures) ?? failures;
}

interface MemberCheck {
  readonly name: string;
  /** AWS's framework names members with a small first letter. */
  readonly label: string;
  readonly isRequired: boolean;
  readonly check?: (value: unknown, path: string, failures: Failures) => void;
}

/** `prefix` is the input's own name, for members of the body. */
function compileMember(compilation: Compilation, member: Member, prefix = ""): MemberCheck[] {
  // A client that leaves an idempotency token out is one that does not make them.
  const isRequired = member.required && !member.own.idempotencyToken;
  const check = compileValueCheck(compilation, member);
  if (!isRequired && check === undefined) return [];
  const { name } = member;
  return [{ name, label: (isOfBody(member) ? prefix : "") + decapitalized(name), isRequired, check }];
}

function decapitalized(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function isOfBody({ traits }: Member): boolean {
  return traits.httpLabel === undefined && traits.httpQuery === undefined && traits.httpHeader === undefined;
}

function bodyFirst(members: readonly Member[]): readonly Member[] {
  return [...members.filter(isOfBody), ...members.filter((member) => !isOfBody(member))];
}

function checkAll(members: readonly MemberCheck[]): StructureCheck {
  return (value, path = "", failures = new Failures()) => {
    for (const { name, label, isRequired, check } of members) {
      const member = value[name];
      if (member !== undefined && member !== null) check?.(member, path + label, failures);
      else if (isRequired) failures.add(true, () => missing(name, path, label));
    }
    return failures;
  };
}

function missing(member: string, path: string, label: string): Failure {
  const text = `Value null at '${path}${label}' failed to satisfy constraint: Member must not be null`;
  return { text, member, isNested: path !== "" };
}
