import type { EvaluationResult, Position } from "@aws-sdk/client-iam";

/** What a simulation has decided of one action on one resource. */
export interface SimulatedDecision {
  readonly action: string;
  readonly resource: string;
  readonly decision: "allowed" | "explicitDeny" | "implicitDeny";
  /** The statements that decide. */
  readonly by: readonly DecidingStatement[];
  readonly missingKeys: readonly string[];
}

export interface DecidingStatement {
  readonly policy: string;
  /** Undefined for one that is written into its holder, or was given for the trial. */
  readonly arn: string | undefined;
  /** JSON; undefined where its policy could not be found again. */
  readonly statement: string | undefined;
}

/** A policy by the name under which a simulation tells of it. */
export interface NamedPolicy {
  readonly name: string;
  readonly arn: string | undefined;
  readonly written?: string;
  readonly sourceId: string;
}

export function toDecisions(
  results: readonly EvaluationResult[],
  policies: readonly NamedPolicy[],
): SimulatedDecision[] {
  return results.map((result) => ({
    action: result.EvalActionName ?? "",
    resource: result.EvalResourceName ?? "*",
    decision: (result.EvalDecision ?? "implicitDeny") as SimulatedDecision["decision"],
    by: (result.MatchedStatements ?? []).map(({ SourcePolicyId = "", StartPosition, EndPosition }) => {
      const policy = policies.find(({ sourceId }) => sourceId === SourcePolicyId);
      return {
        policy: policy?.name || SourcePolicyId,
        arn: policy?.arn,
        statement: policy?.written && cut(policy.written, StartPosition, EndPosition),
      };
    }),
    missingKeys: result.MissingContextValues ?? [],
  }));
}

/** The statement between two positions: lines and columns count from one, each behind the character that it names. */
export function cut(text: string, start: Position | undefined, end: Position | undefined): string | undefined {
  const part = text.slice(offsetOf(text, start), offsetOf(text, end));
  const at = part.indexOf("{");
  // A statement that stands alone begins behind its brace.
  const json = at < 0 || !isJson(part.slice(at)) ? `{${part}` : part.slice(at);
  return isJson(json) ? json : undefined;
}

function offsetOf(text: string, { Line = 1, Column = 1 }: Position = {}): number {
  let at = 0;
  for (let line = 1; line < Line; line++) {
    const next = text.indexOf("\n", at);
    if (next < 0) break;
    at = next + 1;
  }
  return at + Column - 1;
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

export const decisionTexts = {
  allowed: "Allowed",
  explicitDeny: "Denied by a statement",
  implicitDeny: "Denied: nothing allows it",
} as const;

export const decisionTypes = { allowed: "success", explicitDeny: "error", implicitDeny: "stopped" } as const;
