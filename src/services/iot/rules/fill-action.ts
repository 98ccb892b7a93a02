import type { RuleRun } from "../rule-sql/rule-statement.ts";
import type { KnownAction } from "./known-rules.ts";

/** An action whose templates are filled. JSON. */
export interface FilledAction {
  /** By its member's name in the API: `dynamoDBv2`. */
  readonly kind: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Rejects with SqlEvaluationError, or as what the templates ask for does. */
export async function fillAction({ kind, settings, filled }: KnownAction, run: RuleRun): Promise<FilledAction> {
  if (filled.length === 0) return { kind, settings };
  const result = structuredClone(settings) as Record<string, unknown>;
  for (const { path, template } of filled) {
    let holder = result as Record<string, unknown>;
    for (const name of path.slice(0, -1)) holder = holder[name] as Record<string, unknown>;
    holder[path.at(-1) ?? ""] = await run.fill(template);
  }
  return { kind, settings: result };
}
