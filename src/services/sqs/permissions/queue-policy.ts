import { partitionOf } from "../../../platform/arn.ts";
import { invalidValue } from "../errors.ts";
import type { KnownQueue } from "../queues/queue-directory.ts";

interface QueuePolicy {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly QueueStatement[];
}

interface QueueStatement {
  readonly Sid?: string;
}

/** Whether a text is a policy that a queue can have: what it says of principals and actions is of the form that IAM reads. */
export function isPolicy(json: string): boolean {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch {
    return false;
  }
  if (!isMap(document)) return false;
  const { Version, Statement } = document;
  if (Version !== undefined && Version !== "2012-10-17" && Version !== "2008-10-17") return false;
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  return statements.length > 0 && statements.every(isStatement);
}

function isStatement(statement: unknown): boolean {
  if (!isMap(statement)) return false;
  const { Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } = statement;
  if (Effect !== "Allow" && Effect !== "Deny") return false;
  if (Sid !== undefined && typeof Sid !== "string") return false;
  if (!isPrincipal(Principal ?? NotPrincipal) || !areTexts(Action ?? NotAction)) return false;
  const resource = Resource ?? NotResource;
  return (resource === undefined || areTexts(resource)) && (Condition === undefined || isCondition(Condition));
}

function isPrincipal(principal: unknown): boolean {
  return principal === "*" || (isMap(principal) && Object.values(principal).every(areTexts));
}

function isCondition(condition: unknown): boolean {
  return (
    isMap(condition) && Object.values(condition).every((keys) => isMap(keys) && Object.values(keys).every(areValues))
  );
}

function areValues(values: unknown): boolean {
  return [values].flat().every((value) => ["string", "number", "boolean"].includes(typeof value));
}

function areTexts(texts: unknown): boolean {
  const list = [texts].flat();
  return list.length > 0 && list.every((text) => typeof text === "string");
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The queue's policy with one statement more. Throws InvalidParameterValue for a label that is there already. Source: "AddPermission". */
export function withPermission(
  { arn, region, settings }: Pick<KnownQueue, "arn" | "region" | "settings">,
  { label, accounts, actions }: { label: string; accounts: readonly string[]; actions: readonly string[] },
): string {
  const policy = readPolicy(arn, settings.policy);
  if (policy.Statement.some(({ Sid }) => Sid === label)) throw invalidValue(label, "Label", "Already exists.");
  const statement = {
    Sid: label,
    Effect: "Allow",
    Principal: { AWS: oneOrMore(accounts.map((account) => `arn:${partitionOf(region)}:iam::${account}:root`)) },
    Action: oneOrMore(actions.map((action) => `SQS:${action}`)),
    Resource: arn,
  };
  return JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] });
}

/** The queue's policy without a statement; an empty text if it was the last. Throws InvalidParameterValue if it is not there. */
export function withoutPermission({ arn, settings }: Pick<KnownQueue, "arn" | "settings">, label: string): string {
  const policy = readPolicy(arn, settings.policy);
  const others = policy.Statement.filter(({ Sid }) => Sid !== label);
  if (others.length === policy.Statement.length) throw invalidValue(label, "Label", "can't find label.");
  return others.length === 0 ? "" : JSON.stringify({ ...policy, Statement: others });
}

function readPolicy(arn: string, json: string | undefined): QueuePolicy {
  if (json === undefined) return { Version: "2008-10-17", Id: `${arn}/SQSDefaultPolicy`, Statement: [] };
  const policy = JSON.parse(json) as QueuePolicy & { Statement: QueueStatement | readonly QueueStatement[] };
  return { ...policy, Statement: [policy.Statement].flat() };
}

function oneOrMore(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] as string) : values;
}
