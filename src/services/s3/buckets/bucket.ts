import type { PartitionKey } from "../../../storage/database.ts";

/** What the global directory of names knows of a bucket; it never changes. */
export interface Bucket {
  readonly name: string;
  /** Another one each time a bucket of that name is made, so that a new bucket never sees a deleted one's rows. */
  readonly id: string;
  /** The owner. */
  readonly account: string;
  readonly region: string;
  readonly createdMs: number;
}

export const bucketsKind = "s3.bucket";

/** The partition of the bucket's settings, objects and uploads. */
export function bucketKey({ account, region, name, id }: Bucket): PartitionKey {
  return { account, region, kind: bucketsKind, name: `${name}/${id}` };
}

export function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`;
}

export function objectArn(bucket: string, key: string): string {
  return `arn:aws:s3:::${bucket}/${key}`;
}
