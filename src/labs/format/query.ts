import jmespath from "jmespath";
import { limits } from "../limits.ts";
import { fillWith, type Values } from "./template.ts";

/** What is wrong with a path, or undefined. Source: the JMESPath specification, which `--query` of the AWS CLI speaks. */
export function queryFault(query: string): string | undefined {
  if (query.length > limits.queryCharacters) return `has more than ${limits.queryCharacters} characters`;
  try {
    // The library's types leave out that it can parse alone.
    const tree = (jmespath as unknown as { compile(query: string): QueryNode }).compile(query);
    return countMultiSelects(tree) > limits.multiSelectsOfQuery
      ? `has more than ${limits.multiSelectsOfQuery} lists or objects of its own making`
      : undefined;
  } catch (error) {
    return `is no JMESPath: ${(error as Error).message}`;
  }
}

/** Null for what is not there, and for what the path cannot be asked of. Throws UnknownValueError. */
export function valueAt(query: string, facts: unknown, values: Values): unknown {
  // Placeholders stand in quotes: whatever a value holds, it stays in them.
  const filled = fillWith(query, values, (text) => text.replace(/[\\'"`]/g, "\\$&"));
  try {
    return jmespath.search(facts, filled) ?? null;
  } catch {
    // A function of another type than what was found: `length(…)` of nothing.
    return null;
  }
}

interface QueryNode {
  readonly type: string;
  readonly children?: readonly QueryNode[];
}

function countMultiSelects({ type, children = [] }: QueryNode): number {
  const own = type === "MultiSelectList" || type === "MultiSelectHash" ? 1 : 0;
  return children.reduce(
    (sum, child) => sum + (typeof child === "object" && child !== null ? countMultiSelects(child) : 0),
    own,
  );
}
