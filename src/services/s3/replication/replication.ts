import type { ReplicationRule, StorageClass, Tag } from "@aws-sdk/client-s3";
import { ownValue } from "../../../platform/own-value.ts";
import type { BucketRow } from "../buckets/bucket-store.ts";
import type { ObjectDraft, ReplicaState, Replication, StoredObject } from "../objects/stored-object.ts";
import type { ReplicationRules } from "./replication-rules.ts";

/** Where a rule wants a copy, and how. */
export interface ReplicaTarget {
  /** A bucket's name. */
  readonly bucket: string;
  /** The role in whose name it is copied. */
  readonly role: string;
  readonly rule: string;
  readonly storageClass?: StorageClass;
  /** Whether the copy belongs to the target's owner, whoever has the original. */
  readonly isOwnedByTarget: boolean;
  /** What copies of objects with KMS keys are encrypted with. */
  readonly keyId?: string;
  /** The rule's metrics and events are told; `timed` where it also promises a time. */
  readonly measured?: "plain" | "timed";
}

/** One status for all copies. Source: "Getting replication status information". */
export function replicationStatus(replication: Replication | undefined): ReplicaState | "REPLICA" | undefined {
  if (replication === undefined || replication === "REPLICA") return replication;
  const states = Object.values(replication);
  return states.includes("FAILED") ? "FAILED" : states.includes("PENDING") ? "PENDING" : "COMPLETED";
}

/** A new version, a delete marker on top of one, or what was changed of a version that has been copied. */
export type ReplicatedChange = "object" | "marker" | "attributes";

type Version = Pick<StoredObject, "key" | "tags" | "attributes">;

/**
 * Where a change is copied to: for each bucket by the rule with the highest priority that is about it. A copy is not copied again; only what is changed of it
 * goes back, where a rule wants that. Source: "What does Amazon S3 replicate?".
 */
export function replicaTargets(
  replication: ReplicationRules | undefined,
  version: Version,
  change: ReplicatedChange,
): readonly ReplicaTarget[] {
  if (replication === undefined) return [];
  const isReplica = version.attributes.replication === "REPLICA";
  if (isReplica && change !== "attributes") return [];
  const { Role: role = "", Rules = [] } = replication.configuration;
  const chosen = new Map<string, ReplicationRule>();
  for (const rule of Rules) {
    if (!isAbout(rule, version, change)) continue;
    if (isReplica && rule.SourceSelectionCriteria?.ReplicaModifications?.Status !== "Enabled") continue;
    const bucket = bucketOf(rule);
    const other = chosen.get(bucket);
    if (!other || (rule.Priority ?? 0) > (other.Priority ?? 0)) chosen.set(bucket, rule);
  }
  return [...chosen].map(([bucket, rule]) => toTarget(bucket, role, rule));
}

/** A new version of a key, with what is to be told of its copies where there are to be any. */
export function withReplication(
  { replication, versioning }: Pick<BucketRow, "replication" | "versioning">,
  key: string,
  draft: ObjectDraft,
): ObjectDraft {
  if (replication === undefined || versioning !== "Enabled") return draft;
  const targets = replicaTargets(replication, { ...draft, key }, "object");
  if (targets.length === 0) return draft;
  const pending = Object.fromEntries(targets.map(({ bucket }) => [bucket, "PENDING" as const]));
  return { ...draft, attributes: { ...draft.attributes, replication: pending } };
}

export function bucketOf({ Destination }: ReplicationRule): string {
  return (Destination?.Bucket ?? "").replace(/^.*:::/, "");
}

/** A rule of the first version has a prefix and no filter, and copies delete markers by itself. */
export function isOfFirstVersion({ Filter }: ReplicationRule): boolean {
  return Filter === undefined;
}

export function ruleFilter({ Filter, Prefix }: ReplicationRule): {
  readonly prefix: string;
  readonly tags: readonly Tag[];
} {
  const { And, Tag: tag } = Filter ?? {};
  return { prefix: And?.Prefix ?? Filter?.Prefix ?? Prefix ?? "", tags: And?.Tags ?? (tag ? [tag] : []) };
}

function isAbout(rule: ReplicationRule, { key, tags, attributes }: Version, change: ReplicatedChange): boolean {
  if (rule.Status !== "Enabled") return false;
  const filter = ruleFilter(rule);
  if (!key.startsWith(filter.prefix)) return false;
  if (change === "marker") {
    return isOfFirstVersion(rule) || (rule.DeleteMarkerReplication?.Status === "Enabled" && filter.tags.length === 0);
  }
  if (attributes.encryption?.kind === "kms") {
    const { SseKmsEncryptedObjects } = rule.SourceSelectionCriteria ?? {};
    if (SseKmsEncryptedObjects?.Status !== "Enabled") return false;
  }
  return filter.tags.every(({ Key = "", Value }) => ownValue(tags, Key) === Value);
}

function toTarget(bucket: string, role: string, { ID: rule = "", Destination }: ReplicationRule): ReplicaTarget {
  const { StorageClass: storageClass, AccessControlTranslation, EncryptionConfiguration } = Destination ?? {};
  const isTimed = Destination?.ReplicationTime?.Status === "Enabled";
  const keyId = EncryptionConfiguration?.ReplicaKmsKeyID;
  return {
    bucket,
    role,
    rule,
    ...(storageClass && { storageClass }),
    isOwnedByTarget: AccessControlTranslation?.Owner === "Destination",
    ...(keyId !== undefined && { keyId }),
    ...(Destination?.Metrics?.Status === "Enabled" && { measured: isTimed ? "timed" : "plain" }),
  };
}
