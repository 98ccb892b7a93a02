import type { CORSRule } from "@aws-sdk/client-s3";
import { isNamed } from "../../../platform/aws-error.ts";
import type { CrossOriginRequest, CrossOriginVerdict } from "../../service.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import type { S3State } from "../state.ts";
import { findRule, toCorsHeaders } from "./cors-rule.ts";

/** What a bucket's CORS configuration says; a bucket that is not there has none. */
export async function allowOrigin(request: CrossOriginRequest, { buckets }: S3State): Promise<CrossOriginVerdict> {
  const bucket = await buckets.find(request.resource);
  if (!bucket) return noRules;
  try {
    const stored = await buckets.read(bucket, (tx) => bucketStore.setting(tx, "cors"));
    if (stored === undefined) return noRules;
    const rule = findRule(JSON.parse(stored) as CORSRule[], request);
    return { hasRules: true, headers: rule && toCorsHeaders(rule, request) };
  } catch (error) {
    if (isNamed(error, "NoSuchBucket")) return noRules;
    throw error;
  }
}

const noRules: CrossOriginVerdict = { hasRules: false, headers: undefined };
