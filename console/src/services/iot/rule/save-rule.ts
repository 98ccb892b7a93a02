import { IAMClient } from "@aws-sdk/client-iam";
import {
  CreateTopicRuleCommand,
  CreateTopicRuleDestinationCommand,
  DeleteTopicRuleCommand,
  IoTClient,
  ReplaceTopicRuleCommand,
} from "@aws-sdk/client-iot";
import { LambdaClient } from "@aws-sdk/client-lambda";
import type { ClientConstructor } from "../../../aws/clients.ts";
import { type Made, makeWhole } from "../../../form/create.ts";
import { allowInvoke } from "../../../permission/allow-invoke.ts";
import { createServiceRole } from "../../../permission/create-service-role.ts";
import type { Place } from "./action-kinds.ts";
import { type ActionForm, kindOf, type RuleForm, toPayload } from "./rule-form.ts";

type Clients = <C>(kind: ClientConstructor<C>) => C;

interface Saving {
  readonly client: Clients;
  readonly at: Place;
  /** Undefined for a new rule. */
  readonly former?: { readonly isDisabled: boolean; readonly functions: readonly string[] };
}

/** A rule with what its actions need: roles that are made for them, and the permission of functions to be invoked. All of it, or nothing. */
export async function saveRule(form: RuleForm, { client, at, former }: Saving): Promise<void> {
  const ruleName = form.name;
  await makeWhole(async (made) => {
    const whole = {
      ...form,
      actions: await each(form.actions, (action) => withRole(action, client, at, made)),
      errorAction: form.errorAction && (await withRole(form.errorAction, client, at, made)),
    };
    const topicRulePayload = toPayload(whole, at, former?.isDisabled ?? false);
    if (former) await client(IoTClient).send(new ReplaceTopicRuleCommand({ ruleName, topicRulePayload }));
    else {
      await client(IoTClient).send(new CreateTopicRuleCommand({ ruleName, topicRulePayload }));
      made(`the rule ${ruleName}`, () => client(IoTClient).send(new DeleteTopicRuleCommand({ ruleName })));
    }
    const sourceArn = `arn:aws:iot:${at.region}:${at.account}:rule/${ruleName}`;
    for (const { kind, values } of [...whole.actions, ...(whole.errorAction ? [whole.errorAction] : [])]) {
      const { functionArn = "", confirmationUrl = "" } = values;
      if (kind === "lambda" && !former?.functions.includes(functionArn)) {
        const invoked = { functionArn, principal: "iot.amazonaws.com", sourceArn, sourceAccount: at.account };
        await allowInvoke(client(LambdaClient), invoked, made);
      }
      if (kind === "http" && confirmationUrl !== "") await askToConfirm(client(IoTClient), confirmationUrl);
    }
  });
}

/** An address that was asked before is there already. */
async function askToConfirm(client: IoTClient, confirmationUrl: string): Promise<void> {
  const destinationConfiguration = { httpUrlConfiguration: { confirmationUrl } };
  await client.send(new CreateTopicRuleDestinationCommand({ destinationConfiguration })).catch((error: Error) => {
    if (!/AlreadyExists|Conflict/.test(error.name)) throw error;
  });
}

async function withRole(action: ActionForm, client: Clients, at: Place, made: Made): Promise<ActionForm> {
  const allows = kindOf(action.kind)?.allows;
  if (!allows || action.values.roleArn) return action;
  const roleArn = await createServiceRole(
    client(IAMClient),
    { prefix: `iot-${action.kind}`, principal: "iot.amazonaws.com", allows: [allows(action.values, at)] },
    made,
  );
  return { ...action, values: { ...action.values, roleArn } };
}

/** One after the other: what is made is noted in order. */
async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
