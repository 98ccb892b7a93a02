import { partitionOf } from "../../../platform/arn.ts";
import { toHostId } from "../../../platform/host-id.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import { newTrace } from "../../execute-api/trace-id.ts";
import type { OperationContext } from "../../service.ts";
import { type Bucket, bucketArn } from "../buckets/bucket.ts";
import type { BucketRow } from "../buckets/bucket-store.ts";
import { customerId, principalIdOf } from "../buckets/owner.ts";
import type { StoredObject } from "../objects/stored-object.ts";
import { urlEncodeKey } from "../objects/url-encode.ts";
import { nullVersion } from "../objects/version-id.ts";
import { changeOf, emitReplication } from "../replication/emit-replication.ts";
import { type BridgeEvent, toBridgeEvent } from "./bridge-event.ts";
import { coversEvent, type EventName, isReplicationEvent } from "./event-names.ts";
import { type Notification, readNotifications } from "./notification.ts";

export const notificationTopic = "s3.notification";

/** What the outbox carries to the receiver. */
export type NotificationEffect = {
  /** The ARN of the function, queue, topic or bus. */
  readonly target: string;
  readonly bucket: string;
  /** The bucket's owner. */
  readonly account: string;
  /** Of the request that changed the object, or one that begins with it: a function's own tells what led to it. */
  readonly traceId?: string;
} & (
  | {
      /** The event message's only record. */
      readonly record: Readonly<Record<string, unknown>>;
    }
  | BridgeEvent
);

export interface Notifier {
  /** Records an effect for each notification of the bucket that the change matches. */
  emit(
    tx: WriteTransaction,
    row: BucketRow,
    event: EventName,
    object: StoredObject,
    further?: Readonly<Record<string, unknown>>,
  ): Promise<void>;
}

/** Who makes a change, and by which request. */
export type NotifierSource = Pick<OperationContext, "host" | "requestId" | "principal" | "request">;

/** Tells a bucket's notifications of one request's changes. */
export function createNotifier(context: NotifierSource, bucket: Bucket): Notifier {
  const { host, request } = context;
  const eventTime = new Date(host.clock.nowMs()).toISOString();
  // One for all that is told of the change: what becomes of it is one flow.
  let traceId = request.headers["x-amzn-trace-id"];
  return {
    emit: async (tx, row, event, object, further) => {
      // Copies in other buckets hear of the same changes.
      const change = row.replication === undefined ? undefined : changeOf(event);
      if (change) await emitReplication(tx, row, object, change, host);
      if (row.notification === undefined) return;
      traceId ??= newTrace(host);
      const common = { bucket: bucket.name, account: bucket.account, traceId };
      const tell = (payload: NotificationEffect) =>
        tx.emit({ topic: notificationTopic, id: host.random.uuid(), payload: JSON.stringify(payload) });
      const { notifications, toEventBridge } = readNotifications(row.notification);
      for (const notification of notifications) {
        if (!matches(notification, event, object.key)) continue;
        const record = {
          ...requestFacts(context, bucket, event),
          eventTime,
          eventName: event,
          s3: describeChange(bucket, notification.id, event, object),
          ...glacierFacts(event, object),
          ...further,
        };
        await tell({ ...common, target: notification.target, record });
      }
      if (toEventBridge && !isReplicationEvent(event)) {
        const facts = {
          event,
          object,
          isVersioned: hasVersion(object),
          sequencer: sequencerOf(bucket, object),
        };
        await tell({ ...common, target: defaultBusArn(bucket), ...toBridgeEvent(context, bucket, facts) });
      }
    },
  };
}

function defaultBusArn({ account, region }: Bucket): string {
  return `arn:${partitionOf(region)}:events:${region}:${account}:event-bus/default`;
}

function matches({ events, prefix, suffix }: Notification, event: EventName, key: string): boolean {
  if (!key.startsWith(prefix) || !key.endsWith(suffix)) return false;
  return events.some((configured) => coversEvent(configured, event));
}

/** Source: "Event message structure": what is older than the others has an older version. */
function requestFacts(context: NotifierSource, bucket: Bucket, event: EventName) {
  return {
    eventVersion: /^Object(?:Created|Removed|Restore)/.test(event) ? "2.1" : "2.3",
    eventSource: "aws:s3",
    awsRegion: bucket.region,
    // Set by the caller; here to keep AWS's order of members.
    eventTime: "",
    eventName: "",
    userIdentity: { principalId: principalIdOf(context.principal) },
    requestParameters: { sourceIPAddress: context.request.sourceIp },
    responseElements: {
      "x-amz-request-id": context.requestId,
      "x-amz-id-2": toHostId(context.requestId),
    },
  };
}

function describeChange(bucket: Bucket, configurationId: string, event: EventName, object: StoredObject) {
  const { sizeBytes, etag } = object;
  // Of a version that is gone only its name is known.
  const isKnown = event !== "Replication:OperationNotTracked";
  return {
    s3SchemaVersion: "1.0",
    configurationId,
    bucket: {
      name: bucket.name,
      ownerIdentity: { principalId: customerId(bucket.account) },
      arn: bucketArn(bucket.name),
    },
    object: {
      key: urlEncodeKey(object.key),
      ...(/^Object(?:Created|Restore)/.test(event) && { size: sizeBytes }),
      ...(isKnown && event !== "ObjectRemoved:Delete" && { eTag: etag || emptyMd5 }),
      ...(hasVersion(object) && { versionId: object.versionId }),
      ...(isKnown && !/^Object(?:Tagging|Acl)/.test(event) && { sequencer: sequencerOf(bucket, object) }),
    },
  };
}

/** What was put without versions, or while they were suspended, is told without one. */
function hasVersion({ versionId }: StoredObject): boolean {
  return versionId !== nullVersion;
}

/** Of a restored copy. Source: "Event message structure", `glacierEventData`. */
function glacierFacts(event: EventName, { storageClass, attributes: { restore } }: StoredObject) {
  if (event !== "ObjectRestore:Completed" || !restore) return {};
  return {
    glacierEventData: {
      restoreEventData: {
        lifecycleRestorationExpiryTime: new Date(restore.expiresMs).toISOString(),
        lifecycleRestoreStorageClass: storageClass,
      },
    },
  };
}

/** A delete marker has no bytes, and its event the digest of none. */
const emptyMd5 = "d41d8cd98f00b204e9800998ecf8427e";

/** Later changes of a key have greater ones, also in a bucket made again under the same name. */
function sequencerOf({ createdMs }: Bucket, { sequence }: StoredObject): string {
  const seconds = Math.floor(createdMs / 1000)
    .toString(16)
    .padStart(8, "0");
  return `00${seconds}${sequence.toString(16).padStart(10, "0")}`.toUpperCase();
}
