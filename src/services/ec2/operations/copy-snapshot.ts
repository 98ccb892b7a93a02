import { findKey, managedKeyArn } from "../../block-storage/encryption-key.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { settingsStore } from "../../block-storage/settings-store.ts";
import { isArchived, isShown, makeTimer, type Snapshot } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { toTagList } from "../../tags.ts";
import {
  dryRun,
  invalidParameterValue,
  keyNotAccessible,
  missingParameter,
  notSupported,
  snapshotArchived,
  snapshotIsNot,
  snapshotNotFound,
  tooManyCopies,
} from "../errors.ts";
import { limits } from "../limits.ts";
import { isRegion } from "../network/zones.ts";
import type { Ec2Operation } from "../operation.ts";
import { checkId, makeId } from "../resources/resource-id.ts";
import { findShared } from "../snapshots/find-source.ts";
import { blank, checkSnapshotRoom } from "../snapshots/take-snapshot.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";

/** Copies a snapshot, of this region or another, of this account or one that shares it. Tags are not copied. */
export const copySnapshot: Ec2Operation<"CopySnapshot"> = async (input, context) => {
  const { SourceRegion: region, SourceSnapshotId: id, Description: description = "", DryRun } = input;
  if (region === undefined) throw missingParameter("sourceRegion");
  if (id === undefined) throw missingParameter("sourceSnapshotId");
  if (!isRegion(region)) throw invalidParameterValue(`Invalid region name: ${region}`);
  if (input.DestinationRegion !== undefined && input.DestinationRegion !== context.region)
    throw invalidParameterValue("The destination region is the one that the request is sent to.");
  for (const member of ["DestinationOutpostArn", "CompletionDurationMinutes", "DestinationAvailabilityZone"] as const)
    if (input[member] !== undefined) throw notSupported(member);
  checkId(id, "snap", "InvalidSnapshotID");
  const tags = readTagSpecifications(input.TagSpecifications, ["snapshot"]).get("snapshot") ?? {};
  const key = input.KmsKeyId === undefined ? undefined : findKey(input.KmsKeyId, context);
  if (key && "missing" in key) throw keyNotAccessible(key.missing);
  const { storage, clock, random } = context.host;
  const place = { account: context.account, region };
  const own = await storage.partition(regionKey(place)).read((tx) => snapshotStore.find(tx, id));
  const shared = own ? undefined : await findShared(storage, id, place);
  const source = own && isShown(own) ? own : shared?.snapshot;
  if (!source) throw snapshotNotFound(id);
  if (source.state !== "completed") throw snapshotIsNot(id, "completed");
  if (isArchived(source)) throw snapshotArchived(id);
  const { deduplicationId } = context;
  const clientToken = deduplicationId === undefined ? undefined : `copy ${deduplicationId}`;
  return storage.partition(regionKey(context)).write(async (tx) => {
    const former = clientToken === undefined ? undefined : await snapshotStore.findOfToken(tx, clientToken);
    if (former && isShown(former))
      return { SnapshotId: former.id, Tags: toTagList(await tagStore.find(tx, former.id)) };
    await checkSnapshotRoom(tx);
    const pending = await snapshotStore.search(tx, { state: "pending" }, "", limits.rowsPerPage);
    if (pending.filter(({ making }) => making?.from === "copy").length >= limits.copiesAtOnce) throw tooManyCopies();
    if (DryRun) throw dryRun();
    const settings = await settingsStore.find(tx);
    const isEncrypted = source.isEncrypted || input.Encrypted === true || settings.isEncryptedByDefault;
    const nowMs = clock.nowMs();
    const copy: Snapshot = {
      ...blank(context.account),
      clientToken,
      id: makeId("snap", random),
      // What it is of is told of the source alone.
      volumeId: "vol-ffffffff",
      sizeGiB: source.sizeGiB,
      startedMs: nowMs,
      description,
      isEncrypted,
      kmsKeyId: isEncrypted
        ? ((key && "arn" in key ? key.arn : settings.defaultKeyId) ?? managedKeyArn(context))
        : undefined,
      making: { from: "copy", ...(shared?.owner ?? place), snapshotId: id },
      parentId: undefined,
    };
    await snapshotStore.put(tx, copy);
    for (const [name, value] of Object.entries(tags)) await tagStore.put(tx, { resourceId: copy.id, key: name, value });
    await tx.setTimer({ kind: makeTimer, key: copy.id, dueMs: nowMs });
    return { SnapshotId: copy.id, Tags: toTagList(tags) };
  });
};
