import type { ServiceHost } from "../service.ts";
import { BucketDirectory } from "./buckets/bucket-directory.ts";
import { LifecycleRunner } from "./lifecycle/lifecycle-runner.ts";
import { AccessLogs } from "./logging/access-logs.ts";
import { Bodies } from "./objects/bodies.ts";

/** What S3 keeps in memory, from the server's start to its stop. */
export interface S3State {
  readonly buckets: BucketDirectory;
  readonly bodies: Bodies;
  readonly lifecycles: LifecycleRunner;
  readonly accessLogs: AccessLogs;
}

export function createS3State(host: ServiceHost): S3State {
  return {
    buckets: new BucketDirectory(host.storage),
    bodies: new Bodies(host.blobs, host.log),
    lifecycles: new LifecycleRunner(host),
    accessLogs: new AccessLogs(host),
  };
}
