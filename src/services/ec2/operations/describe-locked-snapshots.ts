import { regionKey } from "../../block-storage/region-key.ts";
import { isShown, type Snapshot, type SnapshotLock } from "../../block-storage/snapshots/snapshot.ts";
import { lockStateOf } from "../../block-storage/snapshots/snapshot-lock.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { dryRun } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters } from "../resources/filters.ts";
import { checkPage } from "../resources/page.ts";
import { toRowPage } from "../resources/row-page.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";
import { toLock } from "../snapshots/to-lock.ts";

interface Locked {
  readonly snapshot: Snapshot;
  readonly lock: SnapshotLock;
}

/** The snapshots that have a lock, also one that has expired. */
export const describeLockedSnapshots: Ec2Operation<"DescribeLockedSnapshots"> = async (input, context) => {
  const { SnapshotIds: ids = [], Filters, MaxResults, NextToken, DryRun } = input;
  checkPage(input, ids, "snapshotIds");
  const { storage, clock } = context.host;
  const nowMs = clock.nowMs();
  const matches = compileFilters<Locked>(Filters, {
    "lock-state": ({ lock }) => [lockStateOf(lock, nowMs)],
  });
  if (DryRun) throw dryRun();
  const fits = (snapshot: Snapshot) =>
    isShown(snapshot) && snapshot.lock !== undefined && matches({ snapshot, lock: snapshot.lock });
  const { items, NextToken: next } = await storage.partition(regionKey(context)).read(async (tx) => {
    if (ids.length === 0)
      return toRowPage({
        read: (after, limit) => snapshotStore.search(tx, {}, after, limit),
        fits,
        idOf: ({ id }) => id,
        MaxResults,
        NextToken,
      });
    const items: Snapshot[] = [];
    for (const id of new Set(ids)) items.push(await findSnapshot(tx, id));
    return { items: items.filter(fits), NextToken: undefined };
  });
  return {
    Snapshots: items.flatMap(({ id, lock, ownerId }) =>
      lock ? [{ OwnerId: ownerId, ...toLock(id, lock, nowMs) }] : [],
    ),
    NextToken: next,
  };
};
