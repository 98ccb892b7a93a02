import type { ConstraintRecord } from "../model/model-file.ts";
import type { Member, Shape } from "../model/shape.ts";
import type { Compilation, Failure, Failures } from "./compilation.ts";
import { type Constraint, constraintsOf } from "./constraint.ts";
import { showValue } from "./shown-value.ts";

export type ValueCheck = (value: unknown, path: string, failures: Failures) => void;

/** Checks a member's value and all it holds. Undefined where nothing is constrained. */
export function compileValueCheck(compilation: Compilation, member: Member): ValueCheck | undefined {
  return compile(compilation, member.name, member.shape, member.constraint, member.traits.sensitive === 1);
}

function compile(
  compilation: Compilation,
  member: string,
  shape: Shape,
  record: ConstraintRecord | undefined,
  isSensitive: boolean,
): ValueCheck | undefined {
  const subject: Subject = {
    member,
    shape,
    isSensitive: isSensitive || compilation.hidesValue(member) || holdsSensitive(shape),
  };
  const hidden = compilation.hidesValue(member);
  const checks = [
    ...(record ? constraintsOf(record, shape) : []).map(({ text, hiddenText = text, accepts }) =>
      ownCheck(subject, { text: hidden ? hiddenText : text, accepts }),
    ),
    ...heldChecks(compilation, subject, record),
  ];
  if (checks.length === 0) return undefined;
  if (checks.length === 1) return checks[0];
  return (value, path, failures) => {
    for (const check of checks) check(value, path, failures);
  };
}

interface Subject {
  readonly member: string;
  readonly shape: Shape;
  /** AWS leaves the value out: "Value at 'x' failed …". */
  readonly isSensitive: boolean;
}

function ownCheck(subject: Subject, constraint: Constraint): ValueCheck {
  return (value, path, failures) => {
    if (!constraint.accepts(value)) failures.add(false, () => fail(subject, value, path, constraint.text));
  };
}

function heldChecks(compilation: Compilation, subject: Subject, record: ConstraintRecord | undefined): ValueCheck[] {
  const { shape, isSensitive, member } = subject;
  if (shape.kind === "structure" || shape.kind === "union") {
    const check = compilation.structure(shape);
    return check ? [(value, path, failures) => void check(value as Record<string, unknown>, `${path}.`, failures)] : [];
  }
  if (shape.kind !== "list" && shape.kind !== "map") return [];
  const constraint = (index: number | undefined) =>
    index === undefined ? undefined : compilation.model.constraint(index);
  const of = constraint(shape.kind === "list" ? record?.item : record?.value);
  const checks: ValueCheck[] = [];
  if (shape.kind === "map")
    checks.push(...simpleCheck(compilation, subject, shape.key.shape, constraint(record?.key), keysOf, "Map keys"));
  if (isSimple(shape.item.shape)) {
    const values = shape.kind === "list" ? itemsOf : valuesOf;
    checks.push(
      ...simpleCheck(
        compilation,
        subject,
        shape.item.shape,
        of,
        values,
        shape.kind === "list" ? "Member" : "Map value",
        record?.itemsMayBeNull !== true,
      ),
    );
    return checks;
  }
  if (shape.kind === "map" && shape.item.shape.kind === "list" && compilation.namesListsAsValues) {
    checks.push(...simpleCheck(compilation, subject, shape.item.shape, of, valuesOf, "Map value"));
    const items = compile(compilation, member, shape.item.shape, of && { item: of.item }, isSensitive);
    if (items) checks.push(eachValue(items));
    return checks;
  }
  const check = compile(compilation, member, shape.item.shape, of, isSensitive);
  if (check) checks.push(shape.kind === "list" ? eachItem(check) : eachValue(check));
  return checks;
}

/** Of simple values AWS names all constraints at once, and the list or map as a whole. */
function simpleCheck(
  { namesNull }: Compilation,
  subject: Subject,
  shape: Shape,
  record: ConstraintRecord | undefined,
  held: (value: unknown) => readonly unknown[],
  what: "Member" | "Map keys" | "Map value",
  isNullRefused = what !== "Map keys",
): ValueCheck[] {
  const constraints = record ? sizesFirst(constraintsOf(record, shape)) : [];
  if (constraints.length === 0) return [];
  const texts = constraints.map((constraint) => constraint.text);
  if (namesNull && isNullRefused && !subject.isSensitive) texts.push("Member must not be null");
  const text = `${what} must satisfy constraint: [${texts.join(", ")}]`;
  return [
    (value, path, failures) => {
      const accepted = held(value).every((one) => one === null || constraints.every(({ accepts }) => accepts(one)));
      if (!accepted) failures.add(false, () => fail(subject, value, path, text));
    },
  ];
}

function sizesFirst(constraints: readonly Constraint[]): Constraint[] {
  const isSize = ({ text }: Constraint): boolean => text.startsWith("Member must have");
  return [...constraints.filter(isSize), ...constraints.filter((constraint) => !isSize(constraint))];
}

const itemsOf = (value: unknown): readonly unknown[] => value as unknown[];
const keysOf = (value: unknown): readonly unknown[] => Object.keys(value as object);
const valuesOf = (value: unknown): readonly unknown[] => Object.values(value as object);

function eachItem(check: ValueCheck): ValueCheck {
  return (value, path, failures) => {
    for (const [index, item] of (value as unknown[]).entries()) {
      if (item !== null) check(item, `${path}.${index + 1}.member`, failures);
    }
  };
}

function eachValue(check: ValueCheck): ValueCheck {
  return (value, path, failures) => {
    for (const [key, item] of Object.entries(value as object)) {
      if (item !== null) check(item, `${path}.${key}.member`, failures);
    }
  };
}

function isSimple({ kind }: Shape): boolean {
  return kind !== "structure" && kind !== "union" && kind !== "list" && kind !== "map";
}

function holdsSensitive(shape: Shape): boolean {
  if (shape.kind !== "list" && shape.kind !== "map") return false;
  return shape.item.traits.sensitive === 1 || (shape.kind === "map" && shape.key.traits.sensitive === 1);
}

function fail({ member, shape, isSensitive }: Subject, value: unknown, path: string, constraint: string): Failure {
  const shown = isSensitive ? "" : ` '${showValue(value, shape)}'`;
  return {
    text: `Value${shown} at '${path}' failed to satisfy constraint: ${constraint}`,
    member,
    isNested: path.includes("."),
  };
}
