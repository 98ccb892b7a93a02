import { partitionOf } from "../../platform/arn.ts";
import type { Effect, WriteTransaction } from "../../storage/database.ts";
import type { EffectReceiver, ServiceHost } from "../service.ts";
import { sendToTarget } from "../targets/send-to-target.ts";

export const storageTopic = "ec2.storage-event";

/** Source: "Amazon EventBridge events for Amazon EBS". */
export interface StorageEvent {
  readonly type:
    | "EBS Volume Notification"
    | "EBS Snapshot Notification"
    | "EBS Multi-Volume Snapshots Completion Status"
    | "EBS Fast Snapshot Restore State-change Notification";
  readonly resource: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Tells the account's default event bus, from this commit on. */
export async function emitStorageEvent(
  tx: WriteTransaction,
  event: StorageEvent,
  { random }: Pick<ServiceHost, "random">,
): Promise<void> {
  const detail = { ...event.detail, "request-id": random.uuid() };
  await tx.emit({ topic: storageTopic, id: random.uuid(), payload: JSON.stringify({ ...event, detail }) });
}

export const tellStorageEvent: EffectReceiver<unknown> = async (effect, { account, region }, { host }) => {
  const { type, resource, detail } = readEvent(effect);
  return sendToTarget(host, {
    target: `arn:${partitionOf(region)}:events:${region}:${account}:event-bus/default`,
    message: {
      body: JSON.stringify(detail),
      event: { source: "aws.ec2", detailType: type, resources: [resource] },
    },
    caller: { service: "ec2.amazonaws.com" },
    source: { account, region, arn: resource },
    id: effect.id,
  });
};

/** Events of one resource are told in their order. */
export function storageEventOrder(effect: Effect): string {
  return readEvent(effect).resource;
}

function readEvent({ payload }: Effect): StorageEvent {
  return JSON.parse(payload) as StorageEvent;
}
