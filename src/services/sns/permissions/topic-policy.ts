import { partitionOf } from "../../../platform/arn.ts";
import { isStatement } from "../../policy-language/policy-grammar.ts";
import { invalidParameter } from "../errors.ts";
import { limits } from "../limits.ts";

interface TopicPolicy {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly { readonly Sid?: string }[];
}

/** What AddPermission may let others do, and what topics have by default. Source: "AddPermission". */
const ownersActions = [
  "GetTopicAttributes",
  "SetTopicAttributes",
  "AddPermission",
  "RemovePermission",
  "DeleteTopic",
  "Subscribe",
  "ListSubscriptionsByTopic",
  "Publish",
] as const;

const permittable: ReadonlySet<string> = new Set([...ownersActions, "Receive"]);

/** Alarms of the topic's account; its users are let in by their own policies. */
export function defaultPolicy(arn: string, account: string): string {
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ownersActions.map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { "AWS:SourceOwner": account } },
      },
    ],
  });
}

/** Throws InvalidParameter for what no topic can have. Source: "SetTopicAttributes", "Amazon SNS policy quotas". */
export function checkTopicPolicy(json: string): void {
  const document = Buffer.byteLength(json) > limits.policyBytes ? undefined : toDocument(json);
  if (!document) throw invalidParameter("Policy Error: null");
  const { Version: version, Statement: statements } = document;
  if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17")
    throw invalidParameter("Policy Error: null");
  const list = [statements].flat();
  if (list.length === 0 || list.length > limits.policyStatements) throw invalidParameter("Policy Error: null");
  for (const statement of list) {
    if (!isStatement(statement)) throw invalidParameter("Policy Error: null");
    const { Effect, Principal, NotPrincipal, Action, NotAction } = statement as Record<string, unknown>;
    if ((Effect !== "Allow" && Effect !== "Deny") || (Principal ?? NotPrincipal) === undefined)
      throw invalidParameter("Policy Error: null");
    const actions = [Action ?? NotAction].flat();
    if (!actions.every((action) => /^(?:\*|sns:)/i.test(String(action))))
      throw invalidParameter("Policy statement action out of service scope!");
  }
}

function toDocument(json: string): Record<string, unknown> | undefined {
  try {
    const document: unknown = JSON.parse(json);
    const isMap = typeof document === "object" && document !== null && !Array.isArray(document);
    return isMap ? (document as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The policy with one statement more. Throws InvalidParameter. Source: "AddPermission". */
export function withPermission(
  json: string,
  {
    arn,
    region,
    label,
    accounts,
    actions,
  }: {
    readonly arn: string;
    readonly region: string;
    readonly label: string;
    readonly accounts: readonly string[];
    readonly actions: readonly string[];
  },
): string {
  const policy = toPolicy(json);
  if (policy.Statement.some(({ Sid }) => Sid === label)) throw invalidParameter("Statement already exists");
  if (!actions.every((action) => permittable.has(action)))
    throw invalidParameter("Policy statement action out of service scope!");
  if (policy.Statement.length >= limits.policyStatements) throw invalidParameter("Policy Error: too many statements");
  const statement = {
    Sid: label,
    Effect: "Allow",
    Principal: { AWS: oneOrMore(accounts.map((account) => `arn:${partitionOf(region)}:iam::${account}:root`)) },
    Action: oneOrMore(actions.map((action) => `SNS:${action}`)),
    Resource: arn,
  };
  return JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] });
}

/** The policy without a statement, which need not be there. Source: "RemovePermission". */
export function withoutPermission(json: string, label: string): string {
  const policy = toPolicy(json);
  return JSON.stringify({ ...policy, Statement: policy.Statement.filter(({ Sid }) => Sid !== label) });
}

function toPolicy(json: string): TopicPolicy {
  const policy = JSON.parse(json) as TopicPolicy;
  return { ...policy, Statement: [policy.Statement].flat() };
}

function oneOrMore(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] as string) : values;
}
