import type { Action } from "@aws-sdk/client-iot";
import type { FurtherPermission, Place } from "../../service.ts";
import { iotPrincipal, ruleArn } from "./topic-rule.ts";

/** What the operations on rules and their destinations act on; undefined for others. */
export function ruleResourceOf(
  operation: string,
  input: Readonly<Record<string, unknown>>,
  at: Place,
): string | undefined {
  if (typeof input.ruleName === "string" && /TopicRule$/.test(operation)) return ruleArn(at, input.ruleName);
  if (/TopicRuleDestination$/.test(operation) && typeof input.arn === "string") return input.arn;
  return undefined;
}

/** Who makes a rule passes on the roles of its actions. */
export function passedRoles(payload: unknown, account: string): FurtherPermission[] {
  const { actions = [], errorAction } = (payload ?? {}) as { actions?: readonly Action[]; errorAction?: Action };
  const roles = [...actions, ...(errorAction ? [errorAction] : [])].flatMap((action) =>
    Object.values(action).flatMap((settings) => (settings as { roleArn?: string } | undefined)?.roleArn ?? []),
  );
  return [...new Set(roles)].map((resource) => ({
    action: "iam:PassRole",
    resource,
    resourceAccount: account,
    conditions: { "iam:passedtoservice": [iotPrincipal] },
  }));
}
