import {
  DeleteTopicRuleCommand,
  DisableTopicRuleCommand,
  EnableTopicRuleCommand,
  GetTopicRuleCommand,
  IoTClient,
  ReplaceTopicRuleCommand,
  type TopicRule,
} from "@aws-sdk/client-iot";
import type { ClientConstructor } from "../../../aws/clients.ts";
import { isDenied, isNotFound, isNotImplemented } from "../../../aws/errors.ts";

type Clients = <C>(kind: ClientConstructor<C>) => C;

/** What AWS IoT says of a rule that may invoke the function. */
export interface KnownIotRule {
  readonly name: string;
  readonly state: string;
  readonly details: readonly { readonly label: string; readonly value: string }[];
}

/** Without those that have gone: only the statement of such a rule stands. */
export async function readIotRules(client: Clients, names: readonly string[]): Promise<readonly KnownIotRule[]> {
  const found = await Promise.all(
    names.map(async (name): Promise<KnownIotRule | undefined> => {
      const rule = await findRule(client(IoTClient), name);
      if (!rule) return undefined;
      const all: readonly (readonly [string, string | undefined])[] = [
        ["Rule query statement", rule.sql],
        ["SQL version", rule.awsIotSqlVersion],
        ["Description", rule.description],
      ];
      return {
        name,
        state: rule.ruleDisabled ? "Disabled" : "Enabled",
        details: all.flatMap(([label, value]) => (value ? [{ label, value }] : [])),
      };
    }),
  );
  return found.filter((rule) => rule !== undefined);
}

/** The action that invokes the function is taken out of the rule, which goes with its last one. */
export async function removeIotAction(
  client: Clients,
  ruleName: string,
  isOfFunction: (arn: string | undefined) => boolean,
): Promise<void> {
  const iot = client(IoTClient);
  const rule = await findRule(iot, ruleName);
  if (!rule) return;
  const actions = (rule.actions ?? []).filter(({ lambda }) => !isOfFunction(lambda?.functionArn));
  if (actions.length === 0) await iot.send(new DeleteTopicRuleCommand({ ruleName }));
  else {
    const { sql, description, ruleDisabled, awsIotSqlVersion, errorAction } = rule;
    const topicRulePayload = { sql, description, ruleDisabled, awsIotSqlVersion, errorAction, actions };
    await iot.send(new ReplaceTopicRuleCommand({ ruleName, topicRulePayload }));
  }
}

export async function setIotRuleEnabled(client: Clients, ruleName: string, enabled: boolean): Promise<void> {
  const iot = client(IoTClient);
  if (enabled) await iot.send(new EnableTopicRuleCommand({ ruleName }));
  else await iot.send(new DisableTopicRuleCommand({ ruleName }));
}

/** AWS IoT says that a rule which is not there may not be read. */
async function findRule(iot: IoTClient, ruleName: string): Promise<TopicRule | undefined> {
  try {
    return (await iot.send(new GetTopicRuleCommand({ ruleName }))).rule;
  } catch (error) {
    const { name } = error as Error;
    if (isNotFound(error) || isNotImplemented(error) || isDenied(error) || name === "UnauthorizedException")
      return undefined;
    throw error;
  }
}
