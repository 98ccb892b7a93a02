import type { WriteTransaction } from "../../../storage/database.ts";
import type { EffectReceiver, ServiceHost } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { privateAcl } from "../acl/acl.ts";
import { type Bucket, bucketKey } from "../buckets/bucket.ts";
import { type BucketRow, bucketStore } from "../buckets/bucket-store.ts";
import { canonicalUserId } from "../buckets/owner.ts";
import { readOwnership } from "../buckets/settings.ts";
import { type ObjectEncryption, toNewEncryption } from "../encryption/object-encryption.ts";
import type { ReplicationEvent } from "../notifications/event-names.ts";
import { createNotifier } from "../notifications/notifier.ts";
import { byS3Itself } from "../notifications/notifier-source.ts";
import { toNewLock } from "../object-lock/lock-configuration.ts";
import { withBrought } from "../object-lock/replicated-lock.ts";
import { lookUp } from "../objects/find-version.ts";
import { objectStore } from "../objects/object-store.ts";
import { replaceObject } from "../objects/replace-object.ts";
import type { ContentPart, ObjectAttributes, ReplicaState, StoredObject } from "../objects/stored-object.ts";
import type { S3State } from "../state.ts";
import type { ReplicationJob } from "./emit-replication.ts";
import { mayReplicate } from "./may-replicate.ts";
import { pendingStore } from "./pending-store.ts";
import { tellReplication } from "./tell-replication.ts";

/** A job with what it is about. */
interface Copy {
  readonly job: ReplicationJob;
  readonly source: Bucket;
  readonly target: Bucket;
  readonly object: StoredObject;
}

/**
 * Brings one change to one copy, as the rule's role, and notes at the original what became of it. Repeating it does no harm: a copy has its original's version id.
 * Source: "Replicating objects within and across Regions".
 */
export const replicate: EffectReceiver<S3State> = async (effect, from, { state, host }) => {
  const job = JSON.parse(effect.payload) as ReplicationJob;
  const [name = "", id = ""] = from.name.split("/");
  const source: Bucket = { name, id, account: from.account, region: from.region, createdMs: 0 };
  const { found: object, release } = await state.bodies.hold(
    () => readVersion(host, source, job),
    (version) => version?.content ?? [],
  );
  try {
    // What is gone by now has nothing to bring.
    if (!object) {
      if (job.target.measured) await forget(host, source, effect.id);
      return delivered;
    }
    const target = await state.buckets.find(job.target.bucket);
    const copy = target && { job, source, target, object };
    const mayBring = copy !== undefined && (await mayReplicate(host, copy));
    const isDone = mayBring && (await bring(state, host, copy));
    const failureReason = isDone
      ? undefined
      : !copy
        ? "DstBucketNotFound"
        : mayBring
          ? "DstBucketUnversioned"
          : "DstPutObjectNotPermitted";
    await settle(state, host, source, { id: effect.id, job, failureReason });
    return delivered;
  } catch (error) {
    // It will be tried again; until then what is owed is to be seen.
    if (job.target.measured) await tellPending(state, host, source, job);
    throw error;
  } finally {
    release();
  }
};

/** A version that was deleted before its copy was made is owed to nobody any more. */
async function forget(host: ServiceHost, source: Bucket, id: string): Promise<void> {
  await host.storage.partition(bucketKey(source)).write(async (tx) => {
    const copy = await pendingStore.take(tx, id);
    if (copy) await tellReplication(tx, host, source, { event: "Replication:OperationNotTracked", copy });
  });
}

function readVersion(host: ServiceHost, source: Bucket, { key, versionId }: ReplicationJob) {
  return host.storage.partition(bucketKey(source)).read(async (tx) => {
    if (!(await bucketStore.find(tx))) return undefined;
    return (await lookUp(tx, { Key: key, VersionId: versionId }))?.object;
  });
}

/** False if the target does not take it. */
async function bring(state: S3State, host: ServiceHost, copy: Copy): Promise<boolean> {
  const { job, target, object } = copy;
  if (job.change === "attributes") return bringAttributes(state, copy, host.clock.nowMs());
  const content = job.change === "object" ? await copyContent(host, object.content) : [];
  const notifier = createNotifier(byS3Itself(target, host), target);
  const event = job.change === "marker" ? "ObjectRemoved:DeleteMarkerCreated" : "ObjectCreated:Put";
  try {
    const result = await state.buckets.write(target, async (tx, row) => {
      if (row.versioning !== "Enabled" || (object.attributes.lock && row.objectLock === undefined)) return "refused";
      if (await lookUp(tx, { Key: object.key, VersionId: object.versionId })) return "there";
      const { key, versionId, modifiedMs: nowMs } = object;
      const draft = {
        ...object,
        content,
        storageClass: job.target.storageClass ?? object.storageClass,
        attributes: { ...(await toReplica(tx, row, copy)), ...newLock(row, copy, host.clock.nowMs()) },
      };
      const current = await objectStore.find(tx, key);
      const change = await replaceObject(tx, row, current, draft, { key, versionId, nowMs });
      await notifier.emit(tx, row, event, change.object);
      return "made";
    });
    if (result !== "made") state.bodies.discard(content.map(({ blob }) => blob));
    return result !== "refused";
  } catch (error) {
    state.bodies.discard(content.map(({ blob }) => blob));
    throw error;
  }
}

/** The bytes as they are, part by part: also those that are encrypted with a key that nobody here has. */
async function copyContent(host: ServiceHost, content: readonly ContentPart[]): Promise<readonly ContentPart[]> {
  const copied: ContentPart[] = [];
  for (const part of content) copied.push({ ...part, blob: (await host.blobs.copy(part.blob)).name });
  return copied;
}

async function toReplica(
  tx: WriteTransaction,
  row: BucketRow,
  { job, source, target, object }: Copy,
): Promise<ObjectAttributes> {
  const { acl, encryption, lock: _, upload: __, restore: ___, ...attributes } = object.attributes;
  const isOwnedByTarget = job.target.isOwnedByTarget || (await readOwnership(tx)) === "BucketOwnerEnforced";
  const kept = acl ?? (target.account === source.account ? undefined : privateAcl(canonicalUserId(source.account)));
  const newEncryption = toReplicaEncryption(encryption, row, job, target);
  return {
    ...attributes,
    ...(kept && !isOwnedByTarget && { acl: kept }),
    ...(newEncryption && { encryption: newEncryption }),
    replication: "REPLICA",
  };
}

/** A customer's key is the original's; what S3's own keys encrypt is encrypted as the target wants. */
function toReplicaEncryption(
  encryption: ObjectEncryption | undefined,
  row: BucketRow,
  { target: { keyId } }: ReplicationJob,
  target: Bucket,
): ObjectEncryption | undefined {
  if (encryption?.kind === "customer") return encryption;
  if (encryption?.kind === "kms" && keyId !== undefined) return { ...encryption, keyId };
  return toNewEncryption(row.encryption, undefined, target);
}

/** The original's lock; where that has no retention, the target's default from now on. A marker has none. */
function newLock({ objectLock }: BucketRow, { job, object }: Copy, nowMs: number): Pick<ObjectAttributes, "lock"> {
  const lock = job.change === "marker" ? undefined : toNewLock(objectLock, object.attributes.lock, nowMs);
  return lock ? { lock } : {};
}

/** Tags, retention, holds and the ACL of a version that has been copied. */
async function bringAttributes(state: S3State, copy: Copy, nowMs: number): Promise<boolean> {
  const { target, object } = copy;
  await state.buckets.write(target, async (tx, row) => {
    const found = await lookUp(tx, { Key: object.key, VersionId: object.versionId });
    if (!found || found.object.isMarker) return;
    const { acl } = await toReplica(tx, row, copy);
    const { acl: _, lock: former, ...others } = found.object.attributes;
    const brought = row.objectLock === undefined ? undefined : object.attributes.lock;
    const lock = withBrought(former, brought, nowMs);
    const attributes = { ...others, ...(acl && { acl }), ...(lock && { lock }) };
    await objectStore.putTags(tx, { ...found.object, tags: object.tags }, found.isLatest);
    await objectStore.putAttributes(tx, { ...found.object, attributes }, found.isLatest);
  });
  return true;
}

interface Outcome {
  /** The effect's. */
  readonly id: string;
  readonly job: ReplicationJob;
  readonly failureReason: string | undefined;
}

/** Notes at the original what became of its copy; where the rule has metrics, tells them and its events. */
async function settle(
  state: S3State,
  host: ServiceHost,
  source: Bucket,
  { id, job, failureReason }: Outcome,
): Promise<void> {
  const isMeasured = job.target.measured !== undefined;
  if (job.change !== "object" && !isMeasured) return;
  const failed = failureReason !== undefined;
  const isSampled = isMeasured && isPendingDue(state, source, job);
  const counted = await host.storage.partition(bucketKey(source)).write(async (tx) => {
    if (job.change === "object") await note(tx, job, failed ? "FAILED" : "COMPLETED");
    // Whose row is gone was told of before: an effect may come twice.
    const before = isSampled ? await pendingStore.totals(tx, job.target.rule, job.target.bucket) : undefined;
    const copy = isMeasured ? await pendingStore.take(tx, id) : undefined;
    if (!copy) return undefined;
    const tell = (event: ReplicationEvent) => tellReplication(tx, host, source, { event, copy, failureReason });
    if (failed) await tell("Replication:OperationFailedReplication");
    else if (copy.isLate) await tell("Replication:OperationReplicatedAfterThreshold");
    return { copy, before };
  });
  if (!counted) return;
  const { copy, before } = counted;
  const dimensions = { SourceBucket: source.name, DestinationBucket: copy.target, RuleId: copy.rule };
  state.metering.replicated(source, dimensions, { seconds: (host.clock.nowMs() - copy.sinceMs) / 1000, failed });
  if (!before) return;
  state.metering.pendingReplication(source, dimensions, before);
  const after = { operations: before.operations - 1, bytes: before.bytes - copy.sizeBytes };
  if (after.operations === 0) state.metering.pendingReplication(source, dimensions, after);
}

async function tellPending(state: S3State, host: ServiceHost, source: Bucket, job: ReplicationJob): Promise<void> {
  if (!isPendingDue(state, source, job)) return;
  const { rule, bucket } = job.target;
  const pending = await host.storage.partition(bucketKey(source)).read((tx) => pendingStore.totals(tx, rule, bucket));
  const dimensions = { SourceBucket: source.name, DestinationBucket: bucket, RuleId: rule };
  state.metering.pendingReplication(source, dimensions, pending);
}

function isPendingDue({ metering }: S3State, source: Bucket, { target }: ReplicationJob): boolean {
  return metering.isPendingDue(`${source.id} ${target.rule} ${target.bucket}`);
}

async function note(tx: WriteTransaction, job: ReplicationJob, state: ReplicaState): Promise<void> {
  const found = await lookUp(tx, { Key: job.key, VersionId: job.versionId });
  const replication = found?.object.attributes.replication;
  if (!found || replication === undefined || replication === "REPLICA") return;
  const attributes = { ...found.object.attributes, replication: { ...replication, [job.target.bucket]: state } };
  await objectStore.putAttributes(tx, { ...found.object, attributes }, found.isLatest);
}
