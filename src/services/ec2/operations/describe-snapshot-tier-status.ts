import { regionKey } from "../../block-storage/region-key.ts";
import { isShown } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { toTagList } from "../../tags.ts";
import { dryRun } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters, exactValue } from "../resources/filters.ts";
import { checkPage } from "../resources/page.ts";
import { toRowPage } from "../resources/row-page.ts";
import type { TaggedSnapshot } from "../snapshots/snapshot-filters.ts";
import { statusOf } from "../snapshots/tiers.ts";

/** The tier of each snapshot, and how far it has come to another. */
export const describeSnapshotTierStatus: Ec2Operation<"DescribeSnapshotTierStatus"> = async (input, context) => {
  const { Filters, MaxResults, NextToken, DryRun } = input;
  checkPage(input, undefined, "snapshotIds");
  const fits = compileFilters<TaggedSnapshot>(Filters, {
    "snapshot-id": ({ snapshot }) => [snapshot.id],
    "volume-id": ({ snapshot }) => [snapshot.volumeId],
    "last-tiering-operation": ({ snapshot }) => [snapshot.tiering && statusOf(snapshot.tiering)],
  });
  if (DryRun) throw dryRun();
  const volumeId = exactValue(Filters, "volume-id");
  const id = exactValue(Filters, "snapshot-id");
  const { items, NextToken: next } = await context.host.storage.partition(regionKey(context)).read((tx) =>
    toRowPage<TaggedSnapshot>({
      read: async (after, limit) => {
        const one = id === undefined ? undefined : await snapshotStore.find(tx, id);
        const found =
          id === undefined
            ? await snapshotStore.search(tx, { volumeId }, after, limit)
            : one && one.id > after
              ? [one]
              : [];
        const tagged: TaggedSnapshot[] = [];
        for (const snapshot of found) tagged.push({ snapshot, tags: await tagStore.find(tx, snapshot.id) });
        return tagged;
      },
      fits: (each) => isShown(each.snapshot) && fits(each),
      idOf: ({ snapshot }) => snapshot.id,
      MaxResults,
      NextToken,
    }),
  );
  return { SnapshotTierStatuses: items.map(toStatus), NextToken: next };
};

function toStatus({ snapshot, tags }: TaggedSnapshot) {
  const { id, volumeId, state, ownerId, tiering } = snapshot;
  const date = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms));
  return {
    SnapshotId: id,
    VolumeId: volumeId,
    Status: state,
    OwnerId: ownerId,
    Tags: toTagList(tags),
    StorageTier: tiering?.tier ?? ("standard" as const),
    LastTieringStartTime: date(tiering?.startedMs),
    LastTieringProgress: tiering && (tiering.state === "completed" ? 100 : 0),
    LastTieringOperationStatus: tiering && statusOf(tiering),
    ArchivalCompleteTime: date(tiering?.archivedMs),
    RestoreExpiryTime: date(tiering?.restoredUntilMs),
  };
}
