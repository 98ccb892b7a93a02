import { openBucket } from "../buckets/open-bucket.ts";
import { toOwner } from "../buckets/owner.ts";
import { encoderOf, listObjectsPage, pageLimit, toListedObject } from "../objects/list-objects.ts";
import type { S3Operation } from "../operation.ts";

/** The first version of the list, which pages by the last key it gave. */
export const listObjects: S3Operation<"ListObjects"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  context.responseHeaders["x-amz-bucket-region"] = bucket.region;
  const encode = encoderOf(input.EncodingType);
  const { Prefix: prefix = "", Delimiter: delimiter, Marker: marker = "" } = input;
  const limit = pageLimit(input.MaxKeys, "maxKeys");
  const page = await listObjectsPage(context, bucket, { prefix, delimiter, marker: marker || undefined, limit });
  const last = typeof page.last === "string" ? page.last : page.last?.key;
  // Who is nobody is not told. Source: recorded answers.
  const owner = context.principal.kind === "anonymous" ? undefined : { Owner: toOwner(bucket.account) };
  return {
    Name: bucket.name,
    Prefix: encode(prefix),
    Marker: encode(marker),
    Delimiter: encode(delimiter || undefined),
    MaxKeys: limit,
    EncodingType: input.EncodingType,
    IsTruncated: page.isTruncated,
    // Without a delimiter the last key is the next marker, and AWS does not say it twice.
    ...(page.isTruncated && delimiter && { NextMarker: encode(last) }),
    Contents: page.items.map((object) => ({ ...toListedObject(object, encode), ...owner })),
    CommonPrefixes: page.commonPrefixes.map((Prefix) => ({ Prefix: encode(Prefix) })),
  };
};
