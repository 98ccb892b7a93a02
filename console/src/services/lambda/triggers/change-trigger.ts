import {
  ApiGatewayV2Client,
  DeleteIntegrationCommand,
  DeleteRouteCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
} from "@aws-sdk/client-apigatewayv2";
import {
  DeleteRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import {
  DeleteEventSourceMappingCommand,
  LambdaClient,
  RemovePermissionCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import {
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { paginateListSubscriptionsByTopic, SNSClient, UnsubscribeCommand } from "@aws-sdk/client-sns";
import type { ClientConstructor } from "../../../aws/clients.ts";
import { isNotFound } from "../../../aws/errors.ts";
import type { ApiRoute, RuleName, Trigger } from "./use-triggers.ts";

type Clients = <C>(kind: ClientConstructor<C>) => C;

/** Takes away what sends, then its permission, as AWS's console does. */
export async function deleteTrigger(client: Clients, functionName: string, trigger: Trigger): Promise<void> {
  const { s3, mappingId, rule, topicArn, route, iotRule, schedule, statementId } = trigger;
  if (s3) await removeNotification(client(S3Client), s3);
  if (mappingId) await client(LambdaClient).send(new DeleteEventSourceMappingCommand({ UUID: mappingId }));
  const isOfFunction = (arn: string | undefined) => arn?.split(":")[6] === functionName;
  if (rule) await removeTarget(client(EventBridgeClient), rule, isOfFunction);
  if (topicArn) await unsubscribe(client(SNSClient), topicArn, isOfFunction);
  if (route) {
    await removeRoutes(client(ApiGatewayV2Client), route, isOfFunction);
    await (await import("./rest-routes.ts")).removeMethods(client, route, isOfFunction);
  }
  if (iotRule) await (await import("./iot-rules.ts")).removeIotAction(client, iotRule, isOfFunction);
  if (schedule) await (await import("./schedules.ts")).removeSchedule(client, schedule);
  if (statementId)
    await client(LambdaClient).send(
      new RemovePermissionCommand({ FunctionName: functionName, StatementId: statementId }),
    );
}

export async function setTriggerEnabled(
  client: Clients,
  { mappingId, rule, iotRule, schedule }: Trigger,
  enabled: boolean,
): Promise<void> {
  if (mappingId)
    await client(LambdaClient).send(new UpdateEventSourceMappingCommand({ UUID: mappingId, Enabled: enabled }));
  if (iotRule) await (await import("./iot-rules.ts")).setIotRuleEnabled(client, iotRule, enabled);
  if (schedule) await (await import("./schedules.ts")).setScheduleEnabled(client, schedule, enabled);
  if (!rule) return;
  const named = { Name: rule.name, EventBusName: rule.bus };
  const events = client(EventBridgeClient);
  if (enabled) await events.send(new EnableRuleCommand(named));
  else await events.send(new DisableRuleCommand(named));
}

async function removeNotification(client: S3Client, { bucket, notificationId }: NonNullable<Trigger["s3"]>) {
  const { $metadata: _metadata, ...before } = await client.send(
    new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
  );
  await client.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucket,
      NotificationConfiguration: {
        ...before,
        LambdaFunctionConfigurations: before.LambdaFunctionConfigurations?.filter(({ Id }) => Id !== notificationId),
      },
    }),
  );
}

/** The rule goes with its last target: a rule that sends nowhere is of no use. One that is gone already is no error. */
async function removeTarget(
  client: EventBridgeClient,
  { name: Rule, bus: EventBusName }: RuleName,
  isOfFunction: (arn: string | undefined) => boolean,
): Promise<void> {
  try {
    const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule, EventBusName }));
    const Ids = Targets.filter(({ Arn }) => isOfFunction(Arn)).map(({ Id = "" }) => Id);
    if (Ids.length > 0) await client.send(new RemoveTargetsCommand({ Rule, EventBusName, Ids }));
    if (Ids.length === Targets.length) await client.send(new DeleteRuleCommand({ Name: Rule, EventBusName }));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** The routes of the path that lead to the function, with their integrations; the API stays, for it may have others. */
async function removeRoutes(
  client: ApiGatewayV2Client,
  { apiId: ApiId, path }: ApiRoute,
  isOfFunction: (arn: string | undefined) => boolean,
): Promise<void> {
  try {
    const { Items: integrations = [] } = await client.send(new GetIntegrationsCommand({ ApiId }));
    const { Items: routes = [] } = await client.send(new GetRoutesCommand({ ApiId }));
    for (const { IntegrationId = "" } of integrations.filter((each) => isOfFunction(each.IntegrationUri))) {
      const led = routes.filter(({ Target }) => Target === `integrations/${IntegrationId}`);
      const concerned = led.filter(({ RouteKey }) => path === undefined || RouteKey?.endsWith(` ${path}`));
      for (const { RouteId } of concerned) await client.send(new DeleteRouteCommand({ ApiId, RouteId }));
      if (concerned.length > 0 && concerned.length === led.length)
        await client.send(new DeleteIntegrationCommand({ ApiId, IntegrationId }));
    }
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

async function unsubscribe(
  client: SNSClient,
  TopicArn: string,
  isOfFunction: (arn: string | undefined) => boolean,
): Promise<void> {
  try {
    for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn })) {
      for (const { Endpoint, SubscriptionArn } of Subscriptions)
        if (isOfFunction(Endpoint)) await client.send(new UnsubscribeCommand({ SubscriptionArn }));
    }
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
