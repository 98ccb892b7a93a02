import { CloudWatchLogsClient, PutResourcePolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient, PutTargetsCommand, RemoveTargetsCommand, type Target } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { ClientConstructor } from "../../../aws/clients.ts";
import { isNotImplemented } from "../../../aws/errors.ts";
import type { Made } from "../../../form/create.ts";
import { allowInvoke } from "../../../permission/allow-invoke.ts";
import { allowPublish } from "../../../permission/allow-publish.ts";
import { allowSend } from "../../../permission/allow-send.ts";
import { createServiceRole } from "../../../permission/create-service-role.ts";
import { needsRole, type TargetForm, toTarget } from "./target-form.ts";

interface SavedRule {
  readonly bus: string;
  readonly name: string;
  readonly arn: string;
}

type Clients = <C>(kind: ClientConstructor<C>) => C;

/**
 * Puts a rule's targets, with what each needs to be sent to: the statement of its policy or a role, as AWS's console makes them. Those that are not in
 * the form any more are removed.
 */
export async function saveTargets(
  client: Clients,
  rule: SavedRule,
  forms: readonly TargetForm[],
  before: readonly Target[],
  made: Made,
): Promise<void> {
  const events = client(EventBridgeClient);
  const targets: Target[] = [];
  for (const form of forms) {
    const was = before.find(({ Id }) => Id === form.id);
    const isNew = was?.Arn !== form.arn;
    if (isNew) await allow(client, rule, form.arn, made);
    const isRoleNew = needsRole(form.kind) && form.role === undefined;
    const role = isRoleNew ? await newRole(client(IAMClient), form, made) : form.role;
    targets.push(toTarget(form, needsRole(form.kind) ? role : was?.RoleArn, isNew ? undefined : was));
  }
  const named = { Rule: rule.name, EventBusName: rule.bus };
  const gone = before.filter(({ Id }) => !forms.some(({ id }) => id === Id)).map(({ Id = "" }) => Id);
  if (gone.length > 0) await events.send(new RemoveTargetsCommand({ ...named, Ids: gone }));
  if (targets.length === 0) return;
  const { FailedEntries: [failed] = [] } = await events.send(new PutTargetsCommand({ ...named, Targets: targets }));
  if (failed)
    throw Object.assign(new Error(`Target ${failed.TargetId}: ${failed.ErrorMessage}`), {
      name: failed.ErrorCode ?? "Error",
    });
}

/** A target of another account is let alone: who owns it allows it there. */
async function allow(client: Clients, rule: SavedRule, arn: string, made: Made): Promise<void> {
  const [, , service = "", , account] = arn.split(":");
  if (account !== rule.arn.split(":")[4]) return;
  const principal = "events.amazonaws.com";
  if (service === "lambda")
    await allowInvoke(client(LambdaClient), { functionArn: arn, principal, sourceArn: rule.arn }, made);
  if (service === "sqs")
    await allowSend(client(SQSClient), arn, { principal: { Service: principal }, sourceArn: rule.arn });
  if (service === "sns") await allowPublish(client(SNSClient), arn, { service: principal, sourceArn: rule.arn });
  if (service === "logs") await allowLogs(client(CloudWatchLogsClient), arn);
}

async function allowLogs(client: CloudWatchLogsClient, arn: string): Promise<void> {
  const statement = {
    Effect: "Allow",
    Principal: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: `${arn.split(":").slice(0, 5).join(":")}:log-group:/aws/events/*:*`,
  };
  try {
    await client.send(
      new PutResourcePolicyCommand({
        policyName: "TrustEventsToStoreLogEvents",
        policyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
      }),
    );
  } catch (error) {
    if (!isNotImplemented(error)) throw error;
  }
}

function newRole(client: IAMClient, { kind, arn }: TargetForm, made: Made): Promise<string> {
  const isBus = kind === "bus";
  return createServiceRole(
    client,
    {
      prefix: isBus ? "Amazon_EventBridge_Invoke_Event_Bus" : "Amazon_EventBridge_Invoke_Api_Destination",
      principal: "events.amazonaws.com",
      allows: [{ actions: [isBus ? "events:PutEvents" : "events:InvokeApiDestination"], resource: arn }],
    },
    made,
  );
}
