import type { PartitionKey } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";
import type { Delivery } from "../../targets/durable-delivery.ts";
import type { DeviceLogEntry, DeviceLogs } from "../logging/device-logs.ts";
import type { DeviceMessage } from "../messages/device-message.ts";
import type { MessageFacts } from "../rule-sql/message-facts.ts";
import { PayloadIsNotJsonError } from "../rule-sql/rule-statement.ts";
import { askFor } from "./ask.ts";
import { ruleDeliveries, toDelivery, toErrorDelivery } from "./deliveries.ts";
import { fillAction } from "./fill-action.ts";
import type { FirstTries } from "./first-tries.ts";
import type { KnownRule } from "./known-rules.ts";
import type { OnError } from "./rule-delivery.ts";
import type { RuleMetrics } from "./rule-metrics.ts";
import { ruleArn } from "./topic-rule.ts";

/** Messages have nothing to do with one another, so they need not wait for one another's commits. */
const partitions = 8;

interface Running {
  readonly host: ServiceHost;
  readonly metrics: RuleMetrics;
  readonly logs: DeviceLogs;
  readonly firstTries: FirstTries;
}

/**
 * One message through the rules that wait for it: evaluated, and what they are to do tried, or emitted in one commit. Fulfilled when that is stored, which is what QoS 1
 * promises; a rule that cannot be evaluated goes to its error action and fails nobody's publishing. `topic` is what rules know it by.
 */
export async function runRules(
  running: Running,
  message: DeviceMessage,
  rules: readonly KnownRule[],
  topic: string,
): Promise<void> {
  const { host, firstTries } = running;
  const id = host.random.uuid();
  const facts = toFacts(message, topic, id);
  const one = rules.length === 1 ? rules[0] : undefined;
  const all = one
    ? await runRule(running, message, facts, one)
    : (await Promise.all(rules.map((rule) => runRule(running, message, facts, rule)))).flat();
  const left = await firstTries.run(all);
  if (left.length === 0) return;
  const key = partitionFor(message, id);
  const effects = left.map((sending) => ruleDeliveries.toEffect(sending.id, sending.delivery));
  await host.storage.partition(key).write(async (tx) => {
    for (const effect of effects) await tx.emit(effect);
  });
}

async function runRule(
  { host, metrics, logs }: Running,
  message: DeviceMessage,
  facts: MessageFacts,
  { rule, statement, actions }: KnownRule,
): Promise<Delivery[]> {
  const { account, region, publishedMs } = message;
  const { republished } = message.source;
  const source = { account, region, arn: ruleArn(message, rule.name) };
  metrics.count(message, rule.name, "TopicMatch");
  const log = (eventType: string, why?: string, details?: string) =>
    logs.add(message, () => toEntry(message, rule.name, eventType, why, details));
  log("RuleMatch");
  metrics.charge(message, "RulesTriggered", facts.payload.length, source.arn);
  const onError = rule.errorAction && toOnError(rule, facts);
  try {
    const run = statement.begin(facts, {
      accountId: account,
      nowMs: host.clock.nowMs(),
      uuid: () => host.random.uuid(),
      chance: () => Number.parseInt(host.random.text(13, "0123456789abcdef"), 16) / 16 ** 13,
      ask: (call) => askFor(host, source, rule.name, call),
    });
    const output = await run.output();
    if (!output) return [];
    log("RuleExecution");
    const bytes = output.bytes.toString("base64");
    return await Promise.all(
      actions.map(async (action) => {
        const filled = await fillAction(action, run);
        const about = { rule: rule.name, action: filled, output: bytes, onError, republished };
        return toDelivery(about, source, publishedMs);
      }),
    );
  } catch (error) {
    if (error instanceof PayloadIsNotJsonError) metrics.count(message, rule.name, "ParseError");
    const errorMessage = error instanceof Error ? error.message : String(error);
    log("RuleExecution", "RULE_EVALUATION_FAILURE", errorMessage);
    host.log.info("a rule could not be evaluated", { rule: source.arn, error: errorMessage });
    if (!onError) return [];
    const failure = { failedAction: "SqlEvaluation", failedResource: source.arn, errorMessage };
    return [toErrorDelivery({ rule: rule.name, republished }, onError, [failure], source, publishedMs)];
  }
}

function toEntry(
  { source, topic }: DeviceMessage,
  ruleName: string,
  eventType: string,
  reason: string | undefined,
  details: string | undefined,
): DeviceLogEntry {
  const { clientId, principal, sourceIp, thingName } = source;
  return {
    level: reason === undefined ? (eventType === "RuleMatch" ? "DEBUG" : "INFO") : "ERROR",
    status: reason === undefined ? "Success" : "Failure",
    eventType,
    clientId,
    principalId: principal,
    sourceIp,
    thingName,
    more: { topicName: topic, ruleName, ...(reason !== undefined && { reason, details }) },
  };
}

function toFacts(message: DeviceMessage, topic: string, traceId: string): MessageFacts {
  const { payload, properties, source } = message;
  return {
    topic,
    payload: Buffer.isBuffer(payload) ? payload : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength),
    clientId: source.clientId,
    principal: source.principal,
    sourceIp: source.sourceIp,
    traceId: source.clientId === undefined ? undefined : traceId,
    userProperties: properties?.userProperties,
    properties: properties && {
      ...(properties.isUtf8 !== undefined && {
        format_indicator: properties.isUtf8 ? "UTF8_DATA" : "UNSPECIFIED_BYTES",
      }),
      ...(properties.contentType !== undefined && { content_type: properties.contentType }),
      ...(properties.responseTopic !== undefined && { response_topic: properties.responseTopic }),
      ...(properties.correlationData && {
        correlation_data: Buffer.from(properties.correlationData).toString("base64"),
      }),
    },
  };
}

function toOnError({ errorAction, sql, sqlVersion }: KnownRule["rule"], facts: MessageFacts): OnError | undefined {
  if (!errorAction) return undefined;
  const { payload, ...others } = facts;
  return { action: errorAction, sql, sqlVersion, facts: others, payload: payload.toString("base64") };
}

function partitionFor({ account, region }: Place, id: string): PartitionKey {
  const name = String((Number.parseInt(id.slice(0, 2), 16) || 0) % partitions);
  return { account, region, kind: "iot.rule-actions", name };
}
