import type { KeyAttribute } from "../values/check-key.ts";
import type { Literal, Term, Where } from "./statement.ts";

/** What a WHERE asks of the attributes of a key, and what it asks besides: all of it is to hold. */
export interface KeyTests {
  readonly equal: ReadonlyMap<string, Literal>;
  readonly among: ReadonlyMap<string, readonly Literal[]>;
  /** Tests that say a range, by their attributes. */
  readonly ranges: ReadonlyMap<string, Where>;
  readonly rest: readonly Where[];
}

export function keyTests(where: Where | undefined, key: readonly KeyAttribute[]): KeyTests {
  const names = new Set(key.map(({ name }) => name));
  const equal = new Map<string, Literal>();
  const among = new Map<string, readonly Literal[]>();
  const ranges = new Map<string, Where>();
  const rest: Where[] = [];
  for (const part of where ? conjuncts(where) : []) {
    const name = attributeOf(part);
    const isFree = name !== undefined && names.has(name) && !equal.has(name) && !among.has(name) && !ranges.has(name);
    if (!isFree) rest.push(part);
    else if (part.kind === "compare" && part.comparator === "=") equal.set(name, part.terms.find(isLiteral) as Literal);
    else if (part.kind === "in") among.set(name, part.among as readonly Literal[]);
    else ranges.set(name, part);
  }
  return { equal, among, ranges, rest };
}

function conjuncts(where: Where): Where[] {
  return where.kind === "and" ? [...conjuncts(where.left), ...conjuncts(where.right)] : [where];
}

/** The attribute of which a test that a key can have is made. */
function attributeOf(where: Where): string | undefined {
  switch (where.kind) {
    case "compare": {
      if (where.comparator === "<>") return undefined;
      const [left, right] = where.terms;
      if (isLiteral(right)) return topLevel(left);
      return isLiteral(left) ? topLevel(right) : undefined;
    }
    case "between":
      return where.terms.slice(1).every(isLiteral) ? topLevel(where.terms[0]) : undefined;
    case "in":
      return where.among.every(isLiteral) ? topLevel(where.term) : undefined;
    case "test": {
      const { term } = where;
      if (term.kind !== "function" || term.name !== "begins_with" || term.terms.length !== 2) return undefined;
      return isLiteral(term.terms[1]!) ? topLevel(term.terms[0]!) : undefined;
    }
    default:
      return undefined;
  }
}

function topLevel(term: Term): string | undefined {
  return term.kind === "path" && term.path.length === 1 ? (term.path[0] as string) : undefined;
}

function isLiteral(term: Term): term is Literal {
  return term.kind !== "path" && term.kind !== "function" && term.kind !== "+" && term.kind !== "-";
}
