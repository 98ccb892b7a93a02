import { fromPageToken, toPageToken } from "../../page-token.ts";
import type { Bucket } from "../buckets/bucket.ts";
import { bucketArn } from "../buckets/bucket.ts";
import { bucketNames, namesKey } from "../buckets/bucket-names.ts";
import { isRegion } from "../buckets/is-region.ts";
import { toOwner } from "../buckets/owner.ts";
import { incorrectContinuationToken, invalidArgument } from "../errors.ts";
import { limits } from "../limits.ts";
import type { S3Context, S3Operation } from "../operation.ts";

/** The account's buckets of all regions, by name. */
export const listBuckets: S3Operation<"ListBuckets"> = async (input, context) => {
  const limit = input.MaxBuckets ?? limits.bucketsPage;
  if (limit < 1 || limit > limits.bucketsPage) {
    throw invalidArgument(
      `Argument max-buckets must be an integer between 1 and ${limits.bucketsPage}`,
      "max-buckets",
      limit,
    );
  }
  if (input.BucketRegion !== undefined && !isRegion(input.BucketRegion)) {
    throw invalidArgument(`Argument value ${input.BucketRegion} is not a valid AWS Region`, "bucket-region");
  }
  const { Prefix: prefix = "", BucketRegion: region, ContinuationToken: token } = input;
  const after = fromPageToken(token || undefined, incorrectContinuationToken) ?? "";
  const matching = (await listAll(context, after)).filter(
    (bucket) => bucket.name.startsWith(prefix) && (region === undefined || bucket.region === region),
  );
  const page = matching.slice(0, limit);
  const last = page.at(-1);
  // AWS names the regions only to who asked for something.
  const isAsked =
    input.MaxBuckets !== undefined || input.Prefix !== undefined || region !== undefined || token !== undefined;
  return {
    // AWS has it first, and the SDK of Java gives it to the buckets that follow.
    Owner: toOwner(context.account),
    Buckets: page.map((bucket) => ({
      Name: bucket.name,
      CreationDate: new Date(Math.floor(bucket.createdMs / 1000) * 1000),
      BucketArn: bucketArn(bucket.name),
      ...(isAsked && { BucketRegion: bucket.region }),
    })),
    Prefix: input.Prefix,
    ContinuationToken: last && matching.length > limit ? toPageToken(last.name) : undefined,
  };
};

/** An account has at most ten thousand. */
function listAll({ host, account }: S3Context, after: string): Promise<Bucket[]> {
  return host.storage.partition(namesKey).read((tx) => bucketNames.page(tx, account, after, limits.bucketsPerAccount));
}
