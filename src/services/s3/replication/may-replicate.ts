import type { Principal } from "../../principal.ts";
import type { ServiceHost } from "../../service.ts";
import { type Bucket, bucketArn, bucketKey, objectArn } from "../buckets/bucket.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import type { StoredObject } from "../objects/stored-object.ts";
import type { ReplicationJob } from "./emit-replication.ts";

/**
 * Whether the rule's role may read the original and write the copy; the target's policy must let another account's role in. In `open` mode what AWS would refuse is let
 * through and reported, as for any call. Source: "Setting up permissions for live replication".
 */
export async function mayReplicate(
  host: ServiceHost,
  copy: {
    readonly job: ReplicationJob;
    readonly source: Bucket;
    readonly target: Bucket;
    readonly object: StoredObject;
  },
): Promise<boolean> {
  const refusal = await refusalOf(host, copy);
  if (refusal === undefined) return true;
  const { source, job } = copy;
  host.log.warn(`${host.config.auth === "open" ? "would not be" : "was not"} replicated: ${refusal}`, {
    bucket: source.name,
    rule: job.target.rule,
  });
  return host.config.auth === "open";
}

async function refusalOf(
  host: ServiceHost,
  { job, source, target, object }: Parameters<typeof mayReplicate>[1],
): Promise<string | undefined> {
  const principal = await roleOf(host, source, job);
  if (!principal) return `S3 cannot assume ${job.target.role}`;
  const original = objectArn(source.name, object.key);
  const copy = objectArn(target.name, object.key);
  const asked: (readonly [action: string, resource: string, bucket: Bucket])[] = [
    ...(job.change === "marker" ? [] : [["s3:GetObjectVersionForReplication", original, source] as const]),
    [job.change === "marker" ? "s3:ReplicateDelete" : "s3:ReplicateObject", copy, target],
    ...(Object.keys(object.tags).length > 0
      ? ([
          ["s3:GetObjectVersionTagging", original, source],
          ["s3:ReplicateTags", copy, target],
        ] as const)
      : []),
    ...(job.target.isOwnedByTarget ? [["s3:ObjectOwnerOverrideToBucketOwner", copy, target] as const] : []),
  ];
  for (const [action, resource, bucket] of asked) {
    const policy = await host.storage.partition(bucketKey(bucket)).read((tx) => bucketStore.setting(tx, "policy"));
    const decision = await host.access.authorize({
      principal,
      action,
      resource,
      resourceAccount: bucket.account,
      resourcePolicy: policy,
      conditions: {},
    });
    if (!decision.allowed) return `${principal.arn} may not ${action} on ${resource} ${decision.reason}`;
  }
  return undefined;
}

async function roleOf(host: ServiceHost, source: Bucket, { target }: ReplicationJob): Promise<Principal | undefined> {
  try {
    const { account, region, name } = source;
    const { principal } = await host.sessions.get({
      account,
      region,
      role: target.role,
      sessionName: "s3-replication",
      service: "s3.amazonaws.com",
      sourceArn: bucketArn(name),
    });
    return principal;
  } catch {
    return undefined;
  }
}
