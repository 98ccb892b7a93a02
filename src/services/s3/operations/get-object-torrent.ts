import { openBucket } from "../buckets/open-bucket.ts";
import { methodNotAllowed } from "../errors.ts";
import type { S3Operation } from "../operation.ts";

/** S3 has no torrents any more: it refuses the operation, which is still in its model. Source: "GetObjectTorrent". */
export const getObjectTorrent: S3Operation<"GetObjectTorrent"> = async (input, context) => {
  await openBucket(context, input);
  throw methodNotAllowed("GET", "TORRENT");
};
