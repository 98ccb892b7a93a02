import type { ServiceHost } from "../../service.ts";
import type { PolicyDocument } from "../policy/policy-document.ts";
import { restrictPublic } from "../policy/public-policy.ts";
import { type Bucket, bucketKey } from "./bucket.ts";
import { bucketNames, namesKey } from "./bucket-names.ts";
import { bucketStore } from "./bucket-store.ts";
import { readPublicAccessBlock } from "./settings.ts";

/** The account of a bucket; undefined if there is no such bucket. */
export async function readBucketOwner(host: ServiceHost, name: string): Promise<string | undefined> {
  return (await findBucket(host, name))?.account;
}

/** The bucket's policy, JSON, as it is in force. */
export async function readBucketPolicy(host: ServiceHost, name: string): Promise<string | undefined> {
  const bucket = await findBucket(host, name);
  return bucket && readPolicy(host, bucket);
}

async function readPolicy(host: ServiceHost, bucket: Bucket): Promise<string | undefined> {
  const { policy, block } = await host.storage.partition(bucketKey(bucket)).read(async (tx) => ({
    policy: await bucketStore.setting(tx, "policy"),
    block: await readPublicAccessBlock(tx),
  }));
  if (policy === undefined || !block.RestrictPublicBuckets) return policy;
  return JSON.stringify(restrictPublic(JSON.parse(policy) as PolicyDocument, bucket.account));
}

/** Access rules have no state to read a cache from; only callers whom policies concern cost these look-ups. */
function findBucket(host: ServiceHost, name: string): Promise<Bucket | undefined> {
  return host.storage.partition(namesKey).read((tx) => bucketNames.find(tx, name));
}
