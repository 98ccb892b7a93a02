import type { DescribeFastSnapshotRestoreSuccessItem } from "@aws-sdk/client-ec2";
import type { WriteTransaction } from "../../../storage/database.ts";
import { snapshotArn } from "../../block-storage/snapshots/snapshot.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { emitStorageEvent } from "../../block-storage/tell-storage.ts";
import { emitUsedOnce } from "../../block-storage/used-once.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { snapshotNotFound } from "../errors.ts";
import { defineKind } from "../resources/kind.ts";

type State = "enabling" | "optimizing" | "enabled" | "disabling" | "disabled";

/** That volumes of a snapshot are whole at once in a zone. Squall's always are: it is a state, an event and a price. */
export interface FastRestore {
  /** `snap-…/us-east-1a` */
  readonly id: string;
  readonly snapshotId: string;
  readonly zone: string;
  readonly state: State;
  readonly reason: string;
  /** When it came to each state. */
  readonly since: Partial<Record<State, number>>;
}

export const fastRestores = defineKind<FastRestore>({
  name: "fast-restore",
  prefix: "snap",
  code: "InvalidSnapshotID",
  notFound: snapshotNotFound,
  parentOf: ({ snapshotId }) => snapshotId,
});

export const fastRestoreTimer = "ec2.settle-fast-restore";

/** What follows a state, and after how long: AWS takes an hour for each TiB. */
export const nextOf: Partial<Record<State, { readonly state: State; readonly afterMs: number }>> = {
  enabling: { state: "optimizing", afterMs: 1_000 },
  optimizing: { state: "enabled", afterMs: 2_000 },
  disabling: { state: "disabled", afterMs: 1_000 },
};

/** How long one that was disabled is still told of, and what one that is enabled is billed by: an hour at least. */
export const hourMs = 60 * 60 * 1000;

export const reasons = {
  asked: "Client.UserInitiated",
  followed: "Client.UserInitiated - Lifecycle state transition",
} as const;

/** Stores the state, tells of it and sees to what follows. */
export async function putFastRestore(
  tx: WriteTransaction,
  { snapshotId, zone, since }: Pick<FastRestore, "snapshotId" | "zone" | "since">,
  { state, reason }: Pick<FastRestore, "state" | "reason">,
  { place, host }: { readonly place: Place; readonly host: ServiceHost },
): Promise<FastRestore> {
  const nowMs = host.clock.nowMs();
  const id = `${snapshotId}/${zone}`;
  const changed: FastRestore = { id, snapshotId, zone, state, reason, since: { ...since, [state]: nowMs } };
  await fastRestores.put(tx, place, changed);
  await tx.setTimer({ kind: fastRestoreTimer, key: id, dueMs: nowMs + (nextOf[state]?.afterMs ?? hourMs) });
  if (state === "enabled") await emitHour(tx, snapshotId, host);
  const detail = { "snapshot-id": snapshotId, state, zone, message: reason };
  const type = "EBS Fast Snapshot Restore State-change Notification";
  await emitStorageEvent(tx, { type, resource: snapshotArn(place, snapshotId), detail }, host);
  return changed;
}

/** Source: "Amazon EBS pricing", "Fast Snapshot Restore": an hour of a snapshot in a zone. */
export async function emitHour(tx: WriteTransaction, snapshotId: string, host: ServiceHost): Promise<void> {
  const tags = await tagStore.find(tx, snapshotId);
  const usageType = "EBS:FastSnapshotRestore";
  const used = { usageType, operation: "EnableFastSnapshotRestores", quantity: 1, tags } as const;
  await emitUsedOnce(tx, used, host);
}

/** A snapshot that is deleted has none any more. */
export async function removeFastRestores(tx: WriteTransaction, place: Place, snapshotId: string): Promise<void> {
  for (const { id } of await fastRestores.listOf(tx, place, snapshotId)) {
    await fastRestores.remove(tx, place, id);
    await tx.cancelTimer(fastRestoreTimer, id);
  }
}

export function toFastRestore({ snapshotId, zone, state, reason, since }: FastRestore, { account }: Place) {
  const at = (when: State) => (since[when] === undefined ? undefined : new Date(since[when]));
  return {
    SnapshotId: snapshotId,
    AvailabilityZone: zone,
    State: state,
    StateTransitionReason: reason,
    OwnerId: account,
    EnablingTime: at("enabling"),
    OptimizingTime: at("optimizing"),
    EnabledTime: at("enabled"),
    DisablingTime: at("disabling"),
    DisabledTime: at("disabled"),
  } satisfies DescribeFastSnapshotRestoreSuccessItem;
}
