import { createHash } from "node:crypto";
import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { blockStore } from "../../block-storage/blocks/block-store.ts";
import { findKey, managedKeyArn } from "../../block-storage/encryption-key.ts";
import type { Snapshot } from "../../block-storage/snapshots/snapshot.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { type Volume, type VolumeShape, volumeSettleMs, volumeTimer } from "../../block-storage/volumes/volume.ts";
import { volumeStore } from "../../block-storage/volumes/volume-store.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";
import {
  invalidParameterCombination,
  invalidParameterDependency,
  invalidParameterValue,
  keyNotAccessible,
  missingParameter,
  snapshotArchived,
  snapshotIsNot,
  tooManyIops,
  tooMuchStorage,
  zoneNotFound,
} from "../errors.ts";
import { limits } from "../limits.ts";
import { zonesOf } from "../network/zones.ts";
import type { Ec2Context } from "../operation.ts";
import { makeId } from "../resources/resource-id.ts";
import { type AskedShape, checkShape } from "./volume-rules.ts";

/** What a volume is made of: the words of CreateVolume and of a block device of RunInstances. */
export interface AskedVolume {
  readonly zone: string;
  readonly kind: string | undefined;
  readonly sizeGiB: number | undefined;
  readonly iops: number | undefined;
  readonly throughput: number | undefined;
  readonly isMultiAttach: boolean;
  readonly isEncrypted: boolean | undefined;
  readonly kmsKeyId: string | undefined;
  readonly tags: Tags;
  readonly clientToken?: string | undefined;
  readonly tokenInput?: string | undefined;
  readonly attachments?: Volume["attachments"];
}

/** The zone by its name or its id. Throws for one that is not there. */
export function findZone(name: string | undefined, id: string | undefined, { region }: Place): string {
  if (name !== undefined && id !== undefined)
    throw invalidParameterCombination("AvailabilityZone and AvailabilityZoneId cannot be used together.");
  if (name === undefined && id === undefined) throw missingParameter("AvailabilityZone");
  const zone = zonesOf(region).find((each) => each.name === name || each.id === id);
  if (!zone) throw zoneNotFound(name ?? id ?? "");
  return zone.name;
}

/** What the snapshot and the request say together, checked. */
export function shapeOfRequest(asked: AskedVolume, snapshot: SourceSnapshot | undefined): VolumeShape {
  const { kind, iops, throughput, isMultiAttach } = asked;
  const sizeGiB = asked.sizeGiB ?? snapshot?.sizeGiB;
  if (sizeGiB === undefined) throw missingParameter("size/snapshot");
  const shape: AskedShape = { kind, sizeGiB, iops, throughput, isMultiAttach };
  const checked = checkShape(shape);
  if (snapshot && sizeGiB < snapshot.sizeGiB)
    throw invalidParameterValue(
      `Volume of ${sizeGiB}GiB is smaller than snapshot '${snapshot.id}', expect size >= ${snapshot.sizeGiB}GiB`,
    );
  return checked;
}

/** A snapshot of the account, of another one that shares it (then with its owner), or one of AWS's images, which has no blocks. */
export interface SourceSnapshot extends Pick<Snapshot, "id" | "sizeGiB" | "isEncrypted" | "state" | "tiering"> {
  readonly owner: "self" | "aws" | Place;
}

/** Stores a volume that is being made, with its blocks, tags and the timer that has it available. */
export async function makeVolume(
  tx: WriteTransaction,
  asked: AskedVolume,
  source: SourceSnapshot | undefined,
  defaults: { readonly isEncrypted: boolean; readonly kmsKeyId: string | undefined },
  context: Ec2Context,
): Promise<Volume> {
  const { clock, random } = context.host;
  const shape = shapeOfRequest(asked, source);
  if (source && source.state !== "completed") throw snapshotIsNot(source.id, "completed");
  if (source?.tiering?.tier === "archive") throw snapshotArchived(source.id);
  if (asked.kmsKeyId !== undefined && asked.isEncrypted !== true)
    throw invalidParameterDependency("The parameter KmsKeyId requires the parameter Encrypted to be set.");
  await checkRoom(tx, shape);
  const isEncrypted = asked.isEncrypted === true || source?.isEncrypted === true || defaults.isEncrypted;
  const nowMs = clock.nowMs();
  const isAttached = (asked.attachments ?? []).length > 0;
  const volume: Volume = {
    id: makeId("vol", random),
    state: isAttached ? "in-use" : "creating",
    ...shape,
    isEncrypted,
    kmsKeyId: isEncrypted ? keyOf(asked.kmsKeyId ?? defaults.kmsKeyId, context) : undefined,
    zone: asked.zone,
    snapshotId: source?.id ?? "",
    createdMs: nowMs,
    attachments: asked.attachments ?? [],
    autoEnablesIo: false,
    modification: undefined,
    clientToken: asked.clientToken,
    tokenInput: asked.tokenInput,
    filledFrom: source && typeof source.owner === "object" ? { ...source.owner, snapshotId: source.id } : undefined,
    mergedLayer: 0,
  };
  await volumeStore.put(tx, volume);
  if (source?.owner === "self") await blockStore.copyMap(tx, source.id, volume.id);
  for (const [key, value] of Object.entries(asked.tags)) await tagStore.put(tx, { resourceId: volume.id, key, value });
  await tx.setTimer({ kind: volumeTimer, key: volume.id, dueMs: nowMs + volumeSettleMs.creating });
  return volume;
}

export function keyOf(key: string | undefined, place: Place): string {
  if (key === undefined) return managedKeyArn(place);
  const found = findKey(key, place);
  if ("missing" in found) throw keyNotAccessible(found.missing);
  return found.arn;
}

/** Throws where the account would have more than its quotas of a kind. */
export async function checkRoom(
  tx: ReadTransaction,
  { kind, sizeGiB, iops = 0 }: VolumeShape,
  except?: string,
): Promise<void> {
  const present = await volumeStore.usage(tx, kind, except ?? "");
  if (present.sizeGiB + sizeGiB > limits.storageTiB * 1_024) throw tooMuchStorage(kind);
  if ((kind === "io1" || kind === "io2") && present.iops + iops > limits.provisionedIops) throw tooManyIops(kind);
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
