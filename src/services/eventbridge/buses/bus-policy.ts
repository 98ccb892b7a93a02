import type { Condition } from "@aws-sdk/client-eventbridge";
import { partitionOf } from "../../../platform/arn.ts";
import type { Place } from "../../service.ts";
import { policyTooLong, statementNotFound, validation } from "../errors.ts";
import { limits } from "../limits.ts";
import { busArn, type EventBus } from "./event-bus.ts";

interface Policy {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Sid?: string;
  readonly [element: string]: unknown;
}

/** A whole policy as it is given. Throws ValidationException for what is none, PolicyLengthExceededException for one that is too long. */
export function checkPolicy(text: string): string {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw validation("This policy contains invalid Json");
  }
  if (typeof policy !== "object" || policy === null) throw validation("This policy contains invalid Json");
  const statements = [(policy as Policy).Statement].flat();
  if (!statements.every(isStatement)) throw validation("This policy is not valid.");
  return checkLength(text);
}

function isStatement(statement: unknown): boolean {
  if (typeof statement !== "object" || statement === null) return false;
  const { Effect, Principal, NotPrincipal, Action, NotAction } = statement as Record<string, unknown>;
  const hasPrincipal = Principal !== undefined || NotPrincipal !== undefined;
  return (Effect === "Allow" || Effect === "Deny") && hasPrincipal && (Action ?? NotAction) !== undefined;
}

/** The bus's policy with one statement more, in place of the one of its id. Source: "PutPermission". */
export function withPermission(
  at: Place,
  bus: EventBus,
  {
    id,
    principal,
    action,
    condition,
  }: { id: string; principal: string; action: string; condition: Condition | undefined },
): string {
  const statement: Statement = {
    Sid: id,
    Effect: "Allow",
    Principal: principal === "*" ? "*" : { AWS: `arn:${partitionOf(at.region)}:iam::${principal}:root` },
    Action: action,
    Resource: busArn(at, bus.name),
    ...(condition && { Condition: { [condition.Type ?? ""]: { [condition.Key ?? ""]: condition.Value } } }),
  };
  const others = statementsOf(bus).filter(({ Sid }) => Sid !== id);
  return checkLength(JSON.stringify({ Version: "2012-10-17", Statement: [...others, statement] }));
}

/** The bus's policy without a statement; undefined if it was the last. Throws ResourceNotFoundException. */
export function withoutPermission(bus: EventBus, id: string): string | undefined {
  const statements = statementsOf(bus);
  const others = statements.filter(({ Sid }) => Sid !== id);
  if (others.length === statements.length) throw statementNotFound();
  return others.length === 0 ? undefined : JSON.stringify({ Version: "2012-10-17", Statement: others });
}

function statementsOf({ policy }: EventBus): readonly Statement[] {
  return policy === undefined ? [] : [(JSON.parse(policy) as Policy).Statement].flat();
}

function checkLength(policy: string): string {
  if (Buffer.byteLength(policy) > limits.policyBytes) throw policyTooLong();
  return policy;
}
