import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Effect } from "../../../storage/database.ts";
import type { EffectReceiver } from "../../service.ts";
import { sendToTarget } from "../../targets/send-to-target.ts";
import { delivered } from "../../targets/verdict.ts";
import { chunkStore } from "../events/chunk-store.ts";
import { toEventId } from "../events/event-position.ts";
import { limits } from "../limits.ts";
import type { LogsState } from "../state.ts";
import { subscriberCall } from "./subscriber.ts";

/** JSON. The events stay in their chunk; these are their places in it. */
export interface SubscriptionEffect {
  readonly group: string;
  readonly stream: string;
  readonly filter: string;
  readonly destinationArn: string;
  readonly sequence: number;
  readonly indexes: readonly number[];
}

/**
 * Hands a batch's matching events to the subscribed function, in the form of AWS: JSON, compressed, in base64. The effect's id
 * goes along, so Lambda takes a repeated delivery once. A function that is gone, or may not be called any more, loses the
 * events, as on AWS; a throttle or a fault is tried again. Events deleted in between are not sent.
 */
export const deliverSubscription: EffectReceiver<LogsState> = async ({ id, payload }, from, { host }) => {
  const effect = JSON.parse(payload) as SubscriptionEffect;
  const stored = await host.storage.partition(from).read((tx) => chunkStore.events(tx, effect.sequence));
  const events = effect.indexes.flatMap((index) => {
    const event = stored[index];
    return event ? [toLogEvent(event[0], event[1], effect.sequence, index)] : [];
  });
  if (events.length === 0) return delivered;
  for (const part of await toParts(from.account, effect, events)) {
    const verdict = await sendToTarget(host, {
      ...subscriberCall(from, effect.group),
      target: effect.destinationArn,
      message: { body: part.payload },
      id: `${id}/${part.firstId}`,
    });
    if (verdict.kind !== "delivered") return verdict;
  }
  return delivered;
};

/** A stream's events reach a function in their order. */
export function subscriptionOrder({ payload }: Effect): string {
  const { stream, destinationArn } = JSON.parse(payload) as SubscriptionEffect;
  return `${destinationArn} ${stream}`;
}

interface SubscribedEvent {
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
}

function toLogEvent(timestampMs: number, message: string, sequence: number, index: number): SubscribedEvent {
  return { id: toEventId({ timestampMs, sequence, index }), timestamp: timestampMs, message };
}

const compress = promisify(gzip);

/** As few payloads as fit: what does not compress below Lambda's limit is halved. */
async function toParts(
  owner: string,
  effect: SubscriptionEffect,
  events: readonly SubscribedEvent[],
): Promise<{ readonly payload: string; readonly firstId: string | undefined }[]> {
  const message = {
    messageType: "DATA_MESSAGE",
    owner,
    logGroup: effect.group,
    logStream: effect.stream,
    subscriptionFilters: [effect.filter],
    logEvents: events,
  };
  const data = (await compress(JSON.stringify(message))).toString("base64");
  const payload = JSON.stringify({ awslogs: { data } });
  if (payload.length <= limits.subscriptionPayloadBytes || events.length === 1) {
    return [{ payload, firstId: events[0]?.id }];
  }
  const middle = Math.ceil(events.length / 2);
  return [
    ...(await toParts(owner, effect, events.slice(0, middle))),
    ...(await toParts(owner, effect, events.slice(middle))),
  ];
}
