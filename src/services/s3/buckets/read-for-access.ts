import type { ServiceHost } from "../../service.ts";
import { bucketKey } from "./bucket.ts";
import { bucketNames, namesKey } from "./bucket-names.ts";
import { bucketStore } from "./bucket-store.ts";

/** The account of a bucket; undefined if there is no such bucket. */
export async function readBucketOwner(host: ServiceHost, name: string): Promise<string | undefined> {
  return (await findBucket(host, name))?.account;
}

/** The bucket's policy, JSON. */
export async function readBucketPolicy(host: ServiceHost, name: string): Promise<string | undefined> {
  const bucket = await findBucket(host, name);
  return bucket && host.storage.partition(bucketKey(bucket)).read((tx) => bucketStore.setting(tx, "policy"));
}

/** Access rules have no state to read a cache from; only callers whom policies concern cost these look-ups. */
function findBucket(host: ServiceHost, name: string) {
  return host.storage.partition(namesKey).read((tx) => bucketNames.find(tx, name));
}
