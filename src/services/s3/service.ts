import { defineService } from "../service.ts";
import { whenCalled } from "../when-called.ts";
import { accessRules } from "./access-rules.ts";
import { forgetBucket } from "./buckets/forget-bucket.ts";
import { allowOrigin } from "./cors/allow-origin.ts";
import { operations } from "./generated/operations.ts";
import { inventory } from "./inventory/inventory-timer.ts";
import { bucketUpkeep, lifecycle } from "./lifecycle/lifecycle-timer.ts";
import { limits } from "./limits.ts";
import { storedObjects } from "./metering/stored-objects.ts";
import { migrations } from "./migrations.ts";
import type { S3 } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { deliverNotification, notificationOrder } from "./notifications/deliver-notification.ts";
import { restore } from "./notifications/restore-timer.ts";
import { namedBlobs } from "./objects/named-blobs.ts";
import { replicationOrder } from "./replication/emit-replication.ts";
import { closeS3, createS3State, type S3State } from "./state.ts";
import { surfaces } from "./surfaces.ts";
import { wireHabits } from "./wire/wire-habits.ts";

/** Buckets, their objects and the events these make. */
export const s3 = defineService<S3, S3State>({
  name: "s3",
  migrations,
  access: accessRules,
  needsNoSpace,
  requestBytes: { DeleteObjects: limits.listBodyBytes, CompleteMultipartUpload: limits.listBodyBytes },
  create: createS3State,
  stop: closeS3,
  reset: closeS3,
  wire: wireHabits,
  surfaces,
  answered: (request, { accessLogs, metering }) => {
    accessLogs.record(request);
    metering.request(request);
  },
  blobs: namedBlobs,
  crossOrigin: allowOrigin,
  effects: {
    notification: { receive: deliverNotification, order: notificationOrder },
    replication: {
      receive: whenCalled(async () => (await import("./replication/replicate.ts")).replicate),
      order: replicationOrder,
      atOnce: 4,
    },
    "forget-bucket": { receive: forgetBucket },
  },
  timers: {
    lifecycle,
    "bucket-upkeep": bucketUpkeep,
    restore,
    inventory,
    "stored-objects": storedObjects,
    "replication-threshold": {
      fire: whenCalled(async () => (await import("./replication/miss-threshold.ts")).missThreshold),
    },
  },
  operations,
});
