import type { ResourcePolicy } from "@aws-sdk/client-cloudwatch-logs";

/** In AWS's shape. All policies are the account's: those of a single resource are refused. */
export function toResourcePolicy(policy: { name: string; document: string; modifiedMs: number }): ResourcePolicy {
  return {
    policyName: policy.name,
    policyDocument: policy.document,
    policyScope: "ACCOUNT",
    lastUpdatedTime: policy.modifiedMs,
  };
}

/** As a list of policies shows a document: with a version, and without lists of one. Source: recorded answers. */
export function toListedDocument(document: string): string {
  const { Version: version = "2008-10-17", Statement, ...rest } = JSON.parse(document) as Document;
  const statements = [Statement].flat().map((statement) => {
    const shown = Object.entries(statement).map(([name, value]) => [name, unlisted(name, value)]);
    return Object.fromEntries(shown);
  });
  return JSON.stringify({ Version: version, ...rest, Statement: statements });
}

interface Document {
  readonly Version?: string;
  readonly Statement: Statement | readonly Statement[];
}
type Statement = Readonly<Record<string, unknown>>;

function unlisted(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? value[0] : value;
  if ((name !== "Principal" && name !== "NotPrincipal") || typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([kind, named]) => [kind, unlisted(kind, named)]));
}
