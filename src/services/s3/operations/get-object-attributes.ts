import { openBucket } from "../buckets/open-bucket.ts";
import { type StoredChecksum, toChecksumMembers } from "../checksums/stored-checksum.ts";
import { keyToRead } from "../encryption/customer-key.ts";
import { invalidArgument } from "../errors.ts";
import type { S3Input } from "../model.ts";
import { findVersion } from "../objects/find-version.ts";
import { pageLimit } from "../objects/list-objects.ts";
import type { StoredObject } from "../objects/stored-object.ts";
import { toHttpTime } from "../objects/to-object-output.ts";
import type { S3Operation } from "../operation.ts";

type Input = S3Input<"GetObjectAttributes">;

/** What is asked about an object, with the parts it was uploaded in. */
export const getObjectAttributes: S3Operation<"GetObjectAttributes"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const asked = new Set<string>(input.ObjectAttributes);
  const unknown = [...asked].find((name) => !attributes.has(name));
  if (unknown !== undefined || asked.size === 0) {
    throw invalidArgument("Invalid attribute name specified.", "x-amz-object-attributes", unknown);
  }
  const { object, isVersioned } = await findVersion(context, bucket, input);
  keyToRead(object.attributes.encryption, input);
  return {
    LastModified: toHttpTime(object.modifiedMs),
    VersionId: isVersioned ? object.versionId : undefined,
    // Without quotes here, unlike everywhere else.
    ...(asked.has("ETag") && { ETag: object.etag }),
    ...(asked.has("Checksum") && object.checksum && { Checksum: checksumOf(object.checksum) }),
    ...(asked.has("ObjectParts") && object.isMultipart && { ObjectParts: partsOf(object, input) }),
    ...(asked.has("StorageClass") && { StorageClass: object.storageClass }),
    ...(asked.has("ObjectSize") && { ObjectSize: object.sizeBytes }),
  };
};

const attributes: ReadonlySet<string> = new Set(["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]);

/** A composite one without the number of parts, unlike everywhere else: the parts are told by themselves. */
function checksumOf(checksum: StoredChecksum) {
  return toChecksumMembers({ ...checksum, value: checksum.value.replace(/-\d+$/, "") });
}

/** More than their number is told only where each has a checksum of its own. Source: "GetObjectAttributes". */
function partsOf({ content, checksum }: StoredObject, input: Input) {
  if (checksum?.type !== "COMPOSITE") return { TotalPartsCount: content.length };
  const limit = pageLimit(input.MaxParts, "max-parts");
  const marker = Number(input.PartNumberMarker ?? 0);
  const following = content.filter(({ number = 0 }) => number > marker);
  const page = following.slice(0, limit);
  const member = `Checksum${checksum.algorithm}`;
  return {
    TotalPartsCount: content.length,
    PartNumberMarker: String(marker),
    NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
    MaxParts: limit,
    IsTruncated: following.length > page.length,
    Parts: page.map((part) => ({ PartNumber: part.number, Size: part.sizeBytes, [member]: part.checksum })),
  };
}
