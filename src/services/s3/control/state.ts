import type { ServiceHost } from "../../service.ts";
import { BucketDirectory } from "../buckets/bucket-directory.ts";

/** What S3 Control keeps in memory: the buckets whose tags it knows. */
export interface S3ControlState {
  readonly buckets: BucketDirectory;
}

export function createS3ControlState(host: ServiceHost): S3ControlState {
  return { buckets: new BucketDirectory(host) };
}
