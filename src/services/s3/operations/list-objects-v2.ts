import { openBucket } from "../buckets/open-bucket.ts";
import { toOwner } from "../buckets/owner.ts";
import { invalidArgument } from "../errors.ts";
import { encoderOf, listObjectsPage, pageLimit, toListedObject } from "../objects/list-objects.ts";
import type { S3Operation } from "../operation.ts";

/** The bucket's objects in the order of their keys' bytes, by prefix and delimiter. */
export const listObjectsV2: S3Operation<"ListObjectsV2"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  context.responseHeaders["x-amz-bucket-region"] = bucket.region;
  const encode = encoderOf(input.EncodingType);
  const { Prefix: prefix = "", Delimiter: delimiter, StartAfter, ContinuationToken } = input;
  const limit = pageLimit(input.MaxKeys, "max-keys");
  const marker = ContinuationToken === undefined ? StartAfter : readToken(ContinuationToken);
  const page = await listObjectsPage(context, bucket, { prefix, delimiter, marker: marker || undefined, limit });
  const last = typeof page.last === "string" ? page.last : page.last?.key;
  const owner = input.FetchOwner ? { Owner: toOwner(bucket.account) } : undefined;
  return {
    Name: bucket.name,
    Prefix: encode(prefix),
    Delimiter: encode(delimiter || undefined),
    MaxKeys: limit,
    EncodingType: input.EncodingType,
    KeyCount: page.items.length + page.commonPrefixes.length,
    ContinuationToken,
    // A token goes on from elsewhere, and S3 does not tell the start back then.
    StartAfter: ContinuationToken === undefined ? encode(StartAfter) : undefined,
    IsTruncated: page.isTruncated,
    ...(page.isTruncated && last !== undefined && { NextContinuationToken: toToken(last) }),
    Contents: page.items.map((object) => ({ ...toListedObject(object, encode), ...owner })),
    CommonPrefixes: page.commonPrefixes.map((Prefix) => ({ Prefix: encode(Prefix) })),
  };
};

/** The key or common prefix to go on behind, in a form that nobody takes for one. */
function toToken(last: string): string {
  return `1${Buffer.from(last).toString("base64url")}`;
}

function readToken(token: string): string {
  const text = Buffer.from(token.slice(1), "base64url").toString();
  if (toToken(text) === token && text !== "") return text;
  throw invalidArgument("The continuation token provided is incorrect", "continuation-token");
}
