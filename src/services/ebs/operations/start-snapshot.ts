import { createHash } from "node:crypto";
import { alphabets } from "../../../platform/random.ts";
import { blockBytes } from "../../block-storage/blocks/block.ts";
import { blockStore } from "../../block-storage/blocks/block-store.ts";
import { findKey, managedKeyArn } from "../../block-storage/encryption-key.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { settingsStore } from "../../block-storage/settings-store.ts";
import { makeTimer, type Snapshot } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { type Tags, toTagList } from "../../tags.ts";
import {
  invalidKey,
  invalidTag,
  invalidValue,
  invalidVolumeSize,
  otherParameters,
  tooManyPending,
  tooManySnapshots,
} from "../errors.ts";
import { limits } from "../limits.ts";
import type { EbsOperation } from "../operation.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";

/** Begins a snapshot that blocks are put to. With a parent it has the parent's blocks, where none is put. */
export const startSnapshot: EbsOperation<"StartSnapshot"> = async (input, context) => {
  const {
    VolumeSize: sizeGiB = 0,
    ParentSnapshotId: parentId,
    ClientToken: clientToken,
    Description: description = "",
  } = input;
  const timeoutMinutes = input.Timeout ?? limits.defaultTimeoutMinutes;
  if (sizeGiB < 1 || sizeGiB > limits.volumeGiB)
    throw invalidVolumeSize(`The volume size must be between 1 and ${limits.volumeGiB} GiB.`);
  if (parentId !== undefined && input.Encrypted !== undefined)
    throw invalidValue("ParentSnapshotId and Encrypted cannot be specified in the same request.");
  if (input.KmsKeyArn !== undefined && input.Encrypted !== true)
    throw invalidValue("KmsKeyArn requires Encrypted to be true.");
  const tags = readTags(input.Tags ?? []);
  const key = input.KmsKeyArn === undefined ? undefined : findKey(input.KmsKeyArn, context);
  if (key && "missing" in key) throw invalidKey(key.missing);
  const tokenInput = createHash("sha256").update(JSON.stringify(input)).digest("base64");
  const { storage, clock, random } = context.host;
  return storage.partition(regionKey(context)).write(async (tx) => {
    const former = clientToken === undefined ? undefined : await snapshotStore.findOfToken(tx, clientToken);
    if (former) {
      if (former.tokenInput !== tokenInput) throw otherParameters();
      return toAnswer(former, await tagStore.find(tx, former.id));
    }
    const parent = parentId === undefined ? undefined : await findSnapshot(tx, parentId, "completed");
    if (parent && sizeGiB < parent.sizeGiB)
      throw invalidVolumeSize(`The volume size must be at least that of the parent snapshot, ${parent.sizeGiB} GiB.`);
    const pending = await snapshotStore.search(tx, { state: "pending" }, "", limits.pendingSnapshots);
    if (pending.length >= limits.pendingSnapshots) throw tooManyPending();
    if ((await snapshotStore.count(tx)) >= limits.snapshotsPerRegion) throw tooManySnapshots();
    const settings = await settingsStore.find(tx);
    const isEncrypted = parent?.isEncrypted === true || input.Encrypted === true || settings.isEncryptedByDefault;
    const ownKey =
      parent?.kmsKeyId ?? (key && "arn" in key ? key.arn : settings.defaultKeyId) ?? managedKeyArn(context);
    const nowMs = clock.nowMs();
    const snapshot: Snapshot = {
      id: `snap-0${random.text(16, alphabets.hex)}`,
      volumeId: "vol-ffffffff",
      sizeGiB,
      state: "pending",
      message: undefined,
      startedMs: nowMs,
      completedMs: undefined,
      progress: 0,
      description,
      isEncrypted,
      kmsKeyId: isEncrypted ? ownKey : undefined,
      ownerId: context.account,
      sharedWith: [],
      isPublic: false,
      blocks: 0,
      changedBlocks: 0,
      making: { from: "puts", timeoutMinutes, isSealed: false },
      parentId,
      clientToken,
      tokenInput,
      isDropped: false,
    };
    await snapshotStore.put(tx, snapshot);
    if (parent) await blockStore.copyMap(tx, parent.id, snapshot.id);
    for (const [name, value] of Object.entries(tags))
      await tagStore.put(tx, { resourceId: snapshot.id, key: name, value });
    await tx.setTimer({ kind: makeTimer, key: snapshot.id, dueMs: nowMs + timeoutMinutes * 60_000 });
    return toAnswer(snapshot, tags);
  });
};

function toAnswer(snapshot: Snapshot, tags: Tags) {
  return {
    SnapshotId: snapshot.id,
    Description: snapshot.description,
    OwnerId: snapshot.ownerId,
    Status: snapshot.state === "pending" ? ("pending" as const) : ("completed" as const),
    StartTime: new Date(snapshot.startedMs),
    VolumeSize: snapshot.sizeGiB,
    BlockSize: blockBytes,
    Tags: toTagList(tags),
    ParentSnapshotId: snapshot.parentId,
    KmsKeyArn: snapshot.kmsKeyId,
  };
}

/** Source: "Tag restrictions". */
function readTags(given: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]): Tags {
  if (given.length > limits.tagsPerSnapshot) throw invalidTag(`A snapshot has at most ${limits.tagsPerSnapshot} tags.`);
  const tags = new Map<string, string>();
  for (const { Key = "", Value = "" } of given) {
    if (Key === "" || Key.length > limits.tagKeyLength || /^aws:/i.test(Key))
      throw invalidTag(`The tag key '${Key}' is not valid.`);
    if (Value.length > limits.tagValueLength) throw invalidTag(`The value of the tag '${Key}' is too long.`);
    if (tags.has(Key)) throw invalidTag(`Duplicate tag key '${Key}'.`);
    tags.set(Key, Value);
  }
  return Object.fromEntries(tags);
}
