import type { Expression, Statement } from "./syntax.ts";

/**
 * Whether a statement looks into the payload: a binary payload goes only with `*` as the one item, or functions alone. Source: "Working with binary
 * payloads".
 */
export function readsJson({ items, where, variables }: Statement): boolean {
  const hasAll = items.some(({ expression }) => expression === undefined);
  if (hasAll && items.length > 1) return true;
  const expressions = items.flatMap(({ expression }) => (expression ? [expression] : []));
  return [...expressions, ...(where ? [where] : []), ...variables.map(([, value]) => value)].some(looksInside);
}

function looksInside(expression: Expression): boolean {
  switch (expression.is) {
    case "name":
      return true;
    case "member":
      return looksInside(expression.of);
    case "call":
      return expression.args.some(looksInside);
    case "cast":
      return looksInside(expression.value);
    case "unary":
      return looksInside(expression.operand);
    case "binary":
      return looksInside(expression.left) || looksInside(expression.right);
    case "array":
      return expression.items.some(looksInside);
    case "object":
      return expression.members.some(([, value]) => looksInside(value));
    case "case":
      return [expression.of, expression.otherwise, ...expression.branches.flat()].some(
        (part) => part !== undefined && looksInside(part),
      );
    case "query":
      return looksInside(expression.from);
    case "exists":
      return looksInside(expression.query);
    default:
      return false;
  }
}
