import type { ServiceHost } from "../service.ts";
import { AccountBlocks } from "./buckets/account-blocks.ts";
import { BucketDirectory } from "./buckets/bucket-directory.ts";
import { AccessLogs } from "./logging/access-logs.ts";
import { Metering } from "./metering/metering.ts";
import { Bodies } from "./objects/bodies.ts";

/** What S3 keeps in memory, from the server's start to its stop. */
export interface S3State {
  readonly buckets: BucketDirectory;
  readonly accountBlocks: AccountBlocks;
  readonly bodies: Bodies;
  readonly accessLogs: AccessLogs;
  readonly metering: Metering;
}

export function createS3State(host: ServiceHost): S3State {
  const buckets = new BucketDirectory(host);
  const bodies = new Bodies(host.blobs, host.log);
  return {
    buckets,
    accountBlocks: new AccountBlocks(host),
    bodies,
    accessLogs: new AccessLogs(host, buckets),
    metering: new Metering(host, buckets),
  };
}

/** Lets work in progress finish. */
export async function closeS3({ accessLogs, bodies, metering }: S3State): Promise<void> {
  await accessLogs.stop();
  await metering.stop();
  await bodies.idle();
}
