import { DescribeRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { ClientConstructor } from "../../../aws/clients.ts";
import { isNotFound, isNotImplemented } from "../../../aws/errors.ts";
import type { RuleName } from "./use-triggers.ts";

export interface KnownRule extends RuleName {
  readonly state: string;
  readonly details: readonly { readonly label: string; readonly value: string }[];
}

/** Without those that have gone: only the statement of such a rule stands. */
export async function readRules(
  client: <C>(kind: ClientConstructor<C>) => C,
  names: readonly RuleName[],
): Promise<readonly KnownRule[]> {
  const events = client(EventBridgeClient);
  const found = await Promise.all(
    names.map(async ({ name, bus }): Promise<KnownRule | undefined> => {
      try {
        const rule = await events.send(new DescribeRuleCommand({ Name: name, EventBusName: bus }));
        const all: readonly (readonly [string, string | undefined])[] = [
          ["State", rule.State],
          ["Schedule expression", rule.ScheduleExpression],
          ["Event pattern", rule.EventPattern],
          ["Event bus", bus],
          ["Description", rule.Description],
        ];
        return {
          name,
          bus,
          state: rule.State === "DISABLED" ? "Disabled" : "Enabled",
          details: all.flatMap(([label, value]) => (value ? [{ label, value }] : [])),
        };
      } catch (error) {
        if (isNotFound(error) || isNotImplemented(error)) return undefined;
        throw error;
      }
    }),
  );
  return found.filter((rule) => rule !== undefined);
}
