import type { CORSRule } from "@aws-sdk/client-s3";
import { isNamed } from "../../../platform/aws-error.ts";
import type { CrossOriginRequest } from "../../service.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import type { S3State } from "../state.ts";
import { findRule, toCorsHeaders } from "./cors-rule.ts";

/** The headers that a bucket's CORS configuration gives an answer; undefined if no rule of it lets the request pass. */
export async function allowOrigin(
  request: CrossOriginRequest,
  { buckets }: S3State,
): Promise<Readonly<Record<string, string>> | undefined> {
  const bucket = await buckets.find(request.resource);
  if (!bucket) return undefined;
  try {
    const stored = await buckets.read(bucket, (tx) => bucketStore.setting(tx, "cors"));
    const rule = stored === undefined ? undefined : findRule(JSON.parse(stored) as CORSRule[], request);
    return rule && toCorsHeaders(rule, request);
  } catch (error) {
    if (isNamed(error, "NoSuchBucket")) return undefined;
    throw error;
  }
}
