import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { bucketNameMigrations } from "./buckets/bucket-names.ts";
import { bucketMigrations } from "./buckets/bucket-store.ts";
import { forgetBucket } from "./buckets/forget-bucket.ts";
import { sweepBuckets } from "./buckets/sweep-buckets.ts";
import { allowOrigin } from "./cors/allow-origin.ts";
import { limits } from "./limits.ts";
import type { S3 } from "./model.ts";
import { uploadMigrations } from "./multipart/upload-store.ts";
import { deliverNotification, notificationOrder } from "./notifications/deliver-notification.ts";
import { namedBlobs } from "./objects/named-blobs.ts";
import { objectMigrations } from "./objects/object-store.ts";
import { createS3State, type S3State } from "./state.ts";
import { websiteSurface } from "./website/website-surface.ts";
import { operations } from "./generated/operations.ts";

/** Buckets, their objects and the events these make. */
export const s3 = defineService<S3, S3State>({
  name: "s3",
  migrations: [...bucketNameMigrations, ...bucketMigrations, ...objectMigrations, ...uploadMigrations],
  access: accessRules,
  requestBytes: { DeleteObjects: limits.listBodyBytes, CompleteMultipartUpload: limits.listBodyBytes },
  create: createS3State,
  start: async (state, host) => {
    await sweepBuckets(host);
    await state.accessLogs.start();
    state.lifecycles.start(state);
  },
  stop: async (state) => {
    await state.accessLogs.stop();
    await state.lifecycles.stop();
    await state.bodies.idle();
  },
  reset: async (state) => {
    await state.accessLogs.stop();
    await state.lifecycles.stop();
    await state.bodies.idle();
    state.buckets.reset();
  },
  surfaces: [websiteSurface],
  answered: (request, state) => state.accessLogs.record(request),
  blobs: namedBlobs,
  crossOrigin: allowOrigin,
  effects: {
    notification: { receive: deliverNotification, order: notificationOrder },
    "forget-bucket": { receive: forgetBucket },
  },
  operations,
});
