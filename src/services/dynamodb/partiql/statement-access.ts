import { parseStatement } from "./parse-statement.ts";

/** What IAM is asked of a statement. One that is none is asked for on any table: it is refused for what it is later. Source: "IAM security policies with PartiQL for DynamoDB". */
export function toStatementAccess(text: unknown): {
  readonly action: string;
  readonly table?: string;
  readonly index?: string | undefined;
} {
  try {
    const { kind, source } = parseStatement(typeof text === "string" ? text : "");
    return { action: `dynamodb:PartiQL${kind[0]}${kind.slice(1).toLowerCase()}`, ...source };
  } catch {
    return { action: "dynamodb:PartiQLSelect" };
  }
}
