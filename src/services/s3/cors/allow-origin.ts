import type { CORSRule } from "@aws-sdk/client-s3";
import { isNamed } from "../../../platform/aws-error.ts";
import type { CrossOriginRequest, CrossOriginVerdict } from "../../service.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import { corsForbidden } from "../errors.ts";
import type { S3State } from "../state.ts";
import { findRule, toCorsHeaders } from "./cors-rule.ts";

/** What a bucket's CORS configuration says; a bucket that is not there has none. */
export async function allowOrigin(request: CrossOriginRequest, { buckets }: S3State): Promise<CrossOriginVerdict> {
  const bucket = await buckets.find(request.resource);
  if (!bucket) return noRules(request, "Bucket not found");
  try {
    const stored = await buckets.read(bucket, (tx) => bucketStore.setting(tx, "cors"));
    if (stored === undefined) return noRules(request, "CORS is not enabled for this bucket.");
    const rule = findRule(JSON.parse(stored) as CORSRule[], request);
    if (rule) return { hasRules: true, headers: toCorsHeaders(rule, request) };
    const refusal = corsForbidden(notAllowed, request.method, request.isWhole ? "BUCKET" : "OBJECT");
    return { hasRules: true, headers: undefined, refusal };
  } catch (error) {
    if (isNamed(error, "NoSuchBucket")) return noRules(request, "Bucket not found");
    throw error;
  }
}

const notAllowed =
  "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";

function noRules({ method }: CrossOriginRequest, reason: string): CrossOriginVerdict {
  return { hasRules: false, headers: undefined, refusal: corsForbidden(reason, method, "BUCKET") };
}
