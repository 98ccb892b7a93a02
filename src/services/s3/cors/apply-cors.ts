import type { CORSRule } from "@aws-sdk/client-s3";
import type { Bucket } from "../buckets/bucket.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import type { S3Context } from "../model.ts";
import { findRule, toCorsHeaders } from "./cors-rule.ts";

/** Tells a browser that its page may see the answer, if a rule of the bucket says so. Requests from elsewhere have no origin. */
export async function applyCors(context: S3Context, bucket: Bucket, method: string): Promise<void> {
  const { origin } = context.request.headers;
  if (origin === undefined) return;
  const stored = await context.state.buckets.read(bucket, (tx) => bucketStore.setting(tx, "cors"));
  if (stored === undefined) return;
  const request = { origin, method, headers: [] };
  const rule = findRule(JSON.parse(stored) as CORSRule[], request);
  if (rule) Object.assign(context.responseHeaders, toCorsHeaders(rule, request));
}
