import { createHash } from "node:crypto";
import type { Effect } from "../../../storage/database.ts";
import type { Delivery } from "../../targets/durable-delivery.ts";
import type { RetryPolicy } from "../../targets/retry-policy.ts";
import { archiveKey } from "../archives/archive.ts";
import { type BusName, defaultBus } from "../buses/event-bus.ts";
import type { KnownBus, KnownRule, Receiver } from "../buses/known-bus.ts";
import { limits } from "../limits.ts";
import { toHttpParameters } from "../targets/http-parameters.ts";
import { toTargetInput } from "../targets/input-template.ts";
import { toLogEvent } from "../targets/log-event.ts";
import type { Target } from "../targets/target.ts";
import type { BusEvent } from "./bus-event.ts";
import { eventValueOnce, toEventValue } from "./bus-event.ts";
import { apiCalls, type DeliveryAbout, deliveries } from "./deliveries.ts";
import { toEventId } from "./event-id.ts";

/** JSON. An event for an archive. */
export interface ArchiveEffect {
  readonly archive: { readonly name: string; readonly id: string };
  readonly event: BusEvent;
}

export const archiveTopic = "eventbridge.archive";

/** Who of the bus gets the event. A replay may be for some rules only, and its events are archived by nobody. */
export function receiversOf(bus: KnownBus, event: BusEvent, filterArns?: readonly string[]): readonly Receiver[] {
  const receivers = bus.index.match(toEventValue(event));
  if (event.replayName === undefined) return receivers;
  return receivers.filter(
    (receiver) =>
      receiver.kind === "rule" && (!filterArns || filterArns.length === 0 || filterArns.includes(receiver.arn)),
  );
}

/** Where among all that an event leads to something stands: rules come by their names, then archives, and a rule's targets by their ids. */
export interface Place {
  readonly kind: Receiver["kind"];
  readonly name: string;
  readonly target: string;
}

/**
 * What follows from an event that the receivers get, one after the other, behind a place. Made as it is asked for: an event may lead to far more than
 * memory holds. No effect for a target that gets nothing.
 */
export function* effectsOf(
  at: BusName,
  receivers: readonly Receiver[],
  event: BusEvent,
  behind: Place | undefined,
): Iterable<{ readonly place: Place; readonly effect: Effect | undefined }> {
  const toValue = eventValueOnce(event);
  for (const receiver of receivers) {
    if (receiver.kind === "archive") {
      const { name, id } = receiver.archive;
      const place: Place = { kind: "archive", name, target: "" };
      if (behind && !isBehind(place, behind)) continue;
      const payload = JSON.stringify({ archive: { name, id }, event } satisfies ArchiveEffect);
      yield { place, effect: { topic: archiveTopic, id: idOf(event, archiveKey(at, { name, id }).name), payload } };
      continue;
    }
    for (const target of receiver.targets) {
      const place: Place = { kind: "rule", name: receiver.rule.name, target: target.Id };
      if (!behind || isBehind(place, behind)) yield { place, effect: toDelivery(at, receiver, target, event, toValue) };
    }
  }
}

function isBehind(place: Place, other: Place): boolean {
  if (place.kind !== other.kind) return place.kind === "archive";
  return place.name === other.name ? place.target > other.target : place.name > other.name;
}

/** The same for the same event, however often it is put. */
function idOf({ id, replayName = "" }: BusEvent, of: string): string {
  return `${id}-${createHash("sha256").update(`${replayName} ${of}`).digest("hex").slice(0, 16)}`;
}

/**
 * Undefined for one whose input would be too large, which AWS drops, too, and for another bus where the event came from one: it is not routed to a third, so that
 * buses which send to one another make no loop. Source: "Sending events between event buses in the same account and Region in Amazon EventBridge".
 */
export function toDelivery(
  at: BusName,
  { rule, arn }: KnownRule,
  target: Target,
  event: BusEvent,
  toValue = eventValueOnce(event),
): Effect | undefined {
  const { Arn, RoleArn, SqsParameters, KinesisParameters, DeadLetterConfig } = target;
  if (event.isForwarded && isBus(Arn)) return undefined;
  const body = toTargetInput(target, event, { arn, name: rule.name }, toValue);
  if (body === undefined) return undefined;
  const about: DeliveryAbout = {
    rule: rule.name,
    bus: at.bus,
    ruleArn: arn,
    targetArn: Arn,
    deadLetterArn: DeadLetterConfig?.Arn,
    event: isBus(Arn) ? event : undefined,
    http: isApiDestination(Arn) ? toHttpParameters(target.HttpParameters ?? {}, toValue) : undefined,
  };
  const role = RoleArn ?? rule.roleArn;
  const delivery: Delivery = {
    target: Arn,
    message: {
      body,
      logEvent: isLogGroup(Arn) && isChanged(target) ? toLogEvent(body, event) : undefined,
      groupId: SqsParameters?.MessageGroupId,
      partitionKey: KinesisParameters ? event.id : undefined,
    },
    caller:
      RoleArn === undefined && !(role !== undefined && isBus(Arn))
        ? { service: "events.amazonaws.com" }
        : { role: role ?? "", sessionName: toEventId(arn).replaceAll("-", ""), assumedBy: "events.amazonaws.com" },
    source: { account: at.account, region: at.region, arn },
    traceId: event.traceId,
    retry: toRetry(target),
    eventMs: event.ingestedMs,
    about,
  };
  return (about.http ? apiCalls : deliveries).toEffect(
    idOf(event, `${at.bus === defaultBus ? "" : at.bus}/${rule.name}/${target.Id}`),
    delivery,
  );
}

/** 24 hours and 185 times, unless the target says less. */
function toRetry({ RetryPolicy: { MaximumEventAgeInSeconds, MaximumRetryAttempts } = {} }: Target): RetryPolicy {
  return {
    retries: MaximumRetryAttempts ?? limits.retryAttempts,
    ageMs: (MaximumEventAgeInSeconds ?? limits.eventAgeSeconds) * 1_000,
    firstDelayMs: 1_000,
    longestDelayMs: 10 * 60_000,
    exhausted: "drop",
  };
}

function isLogGroup(arn: string): boolean {
  return /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:/.test(arn);
}

function isChanged({ Input, InputPath, InputTransformer }: Target): boolean {
  return (Input ?? InputPath ?? InputTransformer) !== undefined;
}

export function isBus(arn: string): boolean {
  return /^arn:[^:]*:events:[^:]*:[^:]*:event-bus\//.test(arn);
}

export function isApiDestination(arn: string): boolean {
  return /^arn:[^:]*:events:[^:]*:[^:]*:api-destination\//.test(arn);
}
