import type { DescribeSnapshotsCommandInput } from "@aws-sdk/client-ec2";
import type { ReadTransaction } from "../../../storage/database.ts";
import { isShown } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import type { Place } from "../../service.ts";
import { compileFilters, exactTag, exactValue } from "../resources/filters.ts";
import { checkPage } from "../resources/page.ts";
import { toRowPage } from "../resources/row-page.ts";
import { findSnapshot } from "./find-snapshot.ts";
import { snapshotFilters, type TaggedSnapshot } from "./snapshot-filters.ts";

/** A page of snapshots with their tags. Throws for filters that there are not, and for ids that are not there. */
export async function listSnapshots(
  tx: ReadTransaction,
  input: Pick<
    DescribeSnapshotsCommandInput,
    "SnapshotIds" | "Filters" | "OwnerIds" | "RestorableByUserIds" | "MaxResults" | "NextToken"
  >,
  { account }: Place,
): Promise<{ items: TaggedSnapshot[]; NextToken: string | undefined }> {
  const {
    SnapshotIds: ids = [],
    Filters,
    OwnerIds: owners = [],
    RestorableByUserIds: users = [],
    MaxResults,
    NextToken,
  } = input;
  checkPage({ MaxResults }, ids, "snapshotIds");
  const matches = compileFilters(Filters, snapshotFilters, ({ tags }) => tags);
  const isOwned = (owner: string) =>
    owners.length === 0 || owners.some((each) => each === owner || (each === "self" && owner === account));
  const isRestorable = ({ isPublic, sharedWith }: TaggedSnapshot["snapshot"]) =>
    users.length === 0 ||
    users.some((user) =>
      user === "all" ? isPublic : user === "self" || user === account || sharedWith.includes(user),
    );
  const fits = (each: TaggedSnapshot) =>
    isShown(each.snapshot) && isOwned(each.snapshot.ownerId) && isRestorable(each.snapshot) && matches(each);
  if (ids.length > 0) {
    const items: TaggedSnapshot[] = [];
    for (const id of new Set(ids))
      items.push({ snapshot: await findSnapshot(tx, id), tags: await tagStore.find(tx, id) });
    return { items: items.filter(fits), NextToken: undefined };
  }
  const search = {
    volumeId: exactValue(Filters, "volume-id"),
    state: exactValue(Filters, "status"),
    tag: exactTag(Filters),
  };
  return toRowPage({
    read: async (after, limit) => {
      const snapshots = await snapshotStore.search(tx, search, after, limit);
      if (search.volumeId === undefined) {
        const tags = await tagStore.ofRange(tx, snapshots[0]?.id ?? "", snapshots.at(-1)?.id ?? "");
        return snapshots.map((snapshot) => ({ snapshot, tags: tags.get(snapshot.id) ?? {} }));
      }
      // Few, with many others' tags between theirs.
      const tagged: TaggedSnapshot[] = [];
      for (const snapshot of snapshots) tagged.push({ snapshot, tags: await tagStore.find(tx, snapshot.id) });
      return tagged;
    },
    fits,
    idOf: ({ snapshot }) => snapshot.id,
    MaxResults,
    NextToken,
  });
}
