import { toHostId } from "../../../platform/host-id.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import type { OperationContext } from "../../service.ts";
import { type Bucket, bucketArn } from "../buckets/bucket.ts";
import type { BucketRow } from "../buckets/bucket-store.ts";
import { customerId, principalIdOf } from "../buckets/owner.ts";
import type { StoredObject } from "../objects/stored-object.ts";
import { urlEncodeKey } from "../objects/url-encode.ts";
import { coversEvent, type EventName } from "./event-names.ts";
import { type Notification, readNotifications } from "./notification.ts";

export const notificationTopic = "s3.notification";

/** What the outbox carries to the receiver. */
export interface NotificationEffect {
  /** The ARN of the function or queue. */
  readonly target: string;
  readonly bucket: string;
  /** The bucket's owner. */
  readonly account: string;
  /** The event message's only record. */
  readonly record: Readonly<Record<string, unknown>>;
  /** Of the request that changed the object: a function's own tells what led to it. */
  readonly traceId?: string;
}

export interface Notifier {
  /** Records an effect for each notification of the bucket that the change matches. */
  emit(tx: WriteTransaction, row: BucketRow, event: EventName, object: StoredObject): Promise<void>;
}

/** Who makes a change, and by which request. */
export type NotifierSource = Pick<OperationContext, "host" | "requestId" | "principal" | "request">;

/** Tells a bucket's notifications of one request's changes. */
export function createNotifier(context: NotifierSource, bucket: Bucket): Notifier {
  const eventTime = new Date(context.host.clock.nowMs()).toISOString();
  return {
    emit: async (tx, row, event, object) => {
      if (row.notification === undefined) return;
      for (const notification of readNotifications(row.notification)) {
        if (!matches(notification, event, object.key)) continue;
        const record = {
          ...requestFacts(context, bucket),
          eventTime,
          eventName: event,
          s3: describeChange(bucket, row, notification.id, event, object),
        };
        const payload: NotificationEffect = {
          target: notification.target,
          bucket: bucket.name,
          account: bucket.account,
          record,
          traceId: context.request.headers["x-amzn-trace-id"],
        };
        const id = context.host.random.uuid();
        await tx.emit({ topic: notificationTopic, id, payload: JSON.stringify(payload) });
      }
    },
  };
}

function matches({ events, prefix, suffix }: Notification, event: EventName, key: string): boolean {
  if (!key.startsWith(prefix) || !key.endsWith(suffix)) return false;
  return events.some((configured) => coversEvent(configured, event));
}

/** Source: "Event message structure", version 2.1. */
function requestFacts(context: NotifierSource, bucket: Bucket) {
  return {
    eventVersion: "2.1",
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

function describeChange(
  bucket: Bucket,
  row: BucketRow,
  configurationId: string,
  event: EventName,
  object: StoredObject,
) {
  const { sizeBytes, etag } = object;
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
      ...(event.startsWith("ObjectCreated") && { size: sizeBytes }),
      ...(event !== "ObjectRemoved:Delete" && { eTag: etag || emptyMd5 }),
      ...(row.versioning === "Enabled" && { versionId: object.versionId }),
      ...(!event.startsWith("ObjectTagging") && { sequencer: sequencerOf(bucket, object) }),
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
