import { hash } from "node:crypto";
import { isNamed } from "../../../platform/aws-error.ts";
import type { EffectContext } from "../../service.ts";
import { bodyFor } from "../messages/message.ts";
import type { SnsState } from "../state.ts";
import type { Protocol } from "../subscriptions/subscription.ts";
import type { Delivery, Outcome } from "./delivery.ts";
import type { FeedbackProtocol } from "./feedback.ts";
import type { Sending } from "./sending.ts";

const feedbackOf: Readonly<Partial<Record<Protocol, FeedbackProtocol>>> = {
  http: "HTTP",
  https: "HTTP",
  lambda: "Lambda",
  sqs: "SQS",
  application: "Application",
};

/**
 * Tells CloudWatch Logs of a delivery that has ended, where the topic names a role for it: failures always, successes as often as the topic says. Nothing waits for it,
 * and what the role may not write is not written, as on AWS. Source: "Amazon SNS message delivery status".
 */
export function logDelivery(
  context: EffectContext<SnsState>,
  sending: Sending,
  delivery: Delivery,
  outcome: Outcome,
  startedMs: number,
): void {
  const { topic, subscription } = sending;
  const protocol = feedbackOf[subscription.protocol];
  const feedback = protocol && topic.settings.feedback[protocol];
  if (!feedback) return;
  const isSuccess = outcome.kind === "delivered";
  const role = isSuccess ? feedback.successRole : feedback.failureRole;
  if (role === undefined) return;
  if (isSuccess && context.host.random.fraction() * 100 >= feedback.sampleRate) return;
  write(context, sending, { role, delivery, outcome, startedMs }).catch((error: unknown) =>
    context.host.log.warn("a delivery could not be logged", { topic: topic.arn, error: String(error) }),
  );
}

interface Logged {
  readonly role: string;
  readonly delivery: Delivery;
  readonly outcome: Outcome;
  readonly startedMs: number;
}

async function write({ host }: EffectContext<SnsState>, sending: Sending, logged: Logged): Promise<void> {
  const { account, region, name } = sending.topic;
  const isSuccess = logged.outcome.kind === "delivered";
  const { principal } = await host.sessions.get({
    account,
    region,
    role: logged.role,
    sessionName: "SNSDeliveryStatus",
    service: "sns.amazonaws.com",
  });
  const as = { account, region, principal };
  const logGroupName = `sns/${region}/${account}/${name}${isSuccess ? "" : "/Failure"}`;
  const logStreamName = host.random.uuid();
  const isThere = (error: unknown) => {
    if (!isNamed(error, "ResourceAlreadyExistsException")) throw error;
  };
  await host.call("cloudwatch-logs", "CreateLogGroup", { logGroupName }, as).catch(isThere);
  await host.call("cloudwatch-logs", "CreateLogStream", { logGroupName, logStreamName }, as).catch(isThere);
  const logEvents = [
    { timestamp: host.clock.nowMs(), message: toLine(sending, logged, host.clock.nowMs(), host.random.uuid()) },
  ];
  await host.call("cloudwatch-logs", "PutLogEvents", { logGroupName, logStreamName, logEvents }, as);
}

function toLine(
  { topic, subscription, message }: Sending,
  { delivery, outcome, startedMs }: Logged,
  nowMs: number,
  id: string,
): string {
  return JSON.stringify({
    notification: {
      messageMD5Sum: hash("md5", bodyFor(message, subscription.protocol), "hex"),
      messageId: message.id,
      topicArn: topic.arn,
      timestamp: new Date(message.publishedMs).toISOString().replace("T", " ").replace("Z", ""),
    },
    delivery: {
      deliveryId: id,
      destination: subscription.endpoint,
      providerResponse: outcome.providerResponse,
      dwellTimeMs: Math.max(nowMs - message.publishedMs, 0),
      ...(delivery.tries > 1 && { attempts: delivery.tries }),
      ...(subscription.protocol.startsWith("http") && { latencyMs: Math.max(nowMs - startedMs, 0) }),
      statusCode: outcome.statusCode,
    },
    status: outcome.kind === "delivered" ? "SUCCESS" : "FAILURE",
  });
}
