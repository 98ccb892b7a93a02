import { partitionOf } from "../../../platform/arn.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import { blockBytes } from "../../block-storage/blocks/block.ts";
import type { Snapshot, Tiering } from "../../block-storage/snapshots/snapshot.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { emitStorageEvent } from "../../block-storage/tell-storage.ts";
import { emitUsedOnce } from "../../block-storage/used-once.ts";
import type { Place, ServiceHost } from "../../service.ts";

/** A snapshot on its way to another tier, or back when its time in the standard tier is over; the key is its id. */
export const tierTimer = "ec2.tier-snapshot";

/** How long it takes: AWS says up to 24 hours for either way to 72 for a restore of much. */
export const tierMs = { archival: 30_000, restore: 60_000 };

const dayMs = 24 * 60 * 60 * 1000;
const gib = 2 ** 30;
/** What is deleted or restored for good before is billed until then. Source: "Amazon EBS pricing", "EBS Snapshots Archive". */
const leastArchivedMs = 90 * dayMs;

/** What a tiering is called while and after it is done: `archival-in-progress`. */
export function statusOf({ operation, state }: Tiering) {
  return `${operation}-${state}` as const;
}

/** Whether it is between two tiers. */
export function isTiering({ tiering }: Snapshot): boolean {
  return tiering?.state === "in-progress";
}

/** It has come where it was to come to. Gives when something follows, too. */
export async function settled(
  tx: WriteTransaction,
  snapshot: Snapshot,
  tiering: Tiering,
  { place, host }: { readonly place: Place; readonly host: ServiceHost },
): Promise<{ readonly tiering: Tiering; readonly dueMs: number | undefined }> {
  const nowMs = host.clock.nowMs();
  const tell = (event: string) => tellTiered(tx, snapshot, tiering, event, place, host);
  if (tiering.state === "completed") {
    // Its time in the standard tier is over.
    await tell("restoreExpiry");
    return {
      tiering: { ...tiering, tier: "archive", restoredUntilMs: undefined, restoreDays: undefined },
      dueMs: undefined,
    };
  }
  const done = { ...tiering, state: "completed" } as const;
  if (tiering.operation === "archival") {
    await tell("archiveSnapshot");
    return { tiering: { ...done, tier: "archive", archivedMs: nowMs }, dueMs: undefined };
  }
  await emitRetrieval(tx, snapshot, host);
  if (tiering.operation === "permanent-restore") {
    await emitEarlyRemoval(tx, snapshot, host);
    await tell("permanentRestoreSnapshot");
    return { tiering: { ...done, tier: "standard", archivedMs: undefined }, dueMs: undefined };
  }
  await tell("temporaryRestoreSnapshot");
  const dueMs = nowMs + (tiering.restoreDays ?? 1) * dayMs;
  return { tiering: { ...done, tier: "standard", restoredUntilMs: dueMs }, dueMs };
}

async function emitRetrieval(tx: WriteTransaction, { id, blocks }: Snapshot, host: ServiceHost): Promise<void> {
  const tags = await tagStore.find(tx, id);
  const quantity = (blocks * blockBytes) / gib;
  const usageType = "EBS:SnapshotArchiveRetrieval";
  await emitUsedOnce(tx, { usageType, operation: "RestoreSnapshotTier", quantity, tags }, host);
}

/** One that leaves the archive before its ninety days are over. */
export async function emitEarlyRemoval(tx: WriteTransaction, snapshot: Snapshot, host: ServiceHost): Promise<void> {
  const { id, blocks, tiering } = snapshot;
  if (tiering?.archivedMs === undefined) return;
  const leftMs = tiering.archivedMs + leastArchivedMs - host.clock.nowMs();
  if (leftMs <= 0) return;
  const tags = await tagStore.find(tx, id);
  const quantity = ((blocks * blockBytes) / gib) * (leftMs / (30 * dayMs));
  const usageType = "EBS:SnapshotArchiveEarlyDelete";
  await emitUsedOnce(tx, { usageType, operation: "DeleteSnapshot", quantity, tags }, host);
}

/** Source: "Monitor the archival of Amazon EBS snapshots". */
async function tellTiered(
  tx: WriteTransaction,
  { id }: Snapshot,
  { startedMs }: Tiering,
  event: string,
  { region }: Place,
  host: ServiceHost,
): Promise<void> {
  const resource = `arn:${partitionOf(region)}:ec2::${region}:snapshot/${id}`;
  const detail = {
    event,
    result: "succeeded",
    cause: "",
    snapshot_id: resource,
    startTime: new Date(startedMs).toISOString(),
    endTime: new Date(host.clock.nowMs()).toISOString(),
  };
  await emitStorageEvent(tx, { type: "EBS Snapshot Notification", resource, detail }, host);
}
