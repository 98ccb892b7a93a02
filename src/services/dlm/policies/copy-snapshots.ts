import { isNamed } from "../../../platform/aws-error.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { regionOfCopy } from "./check-details.ts";
import { markManaged } from "./mark-managed.ts";
import type { ManagedSnapshot } from "./policy.ts";
import { policyStore } from "./policy-store.ts";
import { asRole, type Run, scheduleOf } from "./run.ts";
import { expiryMs } from "./schedule-times.ts";

/** Those that are to be in other regions, too, and are completed by now. */
export async function copySnapshots(run: Run): Promise<void> {
  const { policy, host, firing, nowMs } = run;
  const partition = host.storage.partition(firing.from);
  for (const snapshot of await partition.read((tx) => policyStore.snapshots(tx, policy.id))) {
    const schedule = scheduleOf(policy.details, snapshot);
    for (const region of snapshot.copies) {
      const rule = schedule?.CrossRegionCopyRules?.find((each) => regionOfCopy(each) === region);
      const copied =
        rule && (await copySnapshot(snapshot, region, rule.Encrypted ?? false, rule.CopyTags ?? false, run));
      if (copied === "later") {
        run.waits = true;
        break;
      }
      await partition.write(async (tx) => {
        const [found] = (await policyStore.snapshots(tx, policy.id)).filter(
          (each) => each.snapshotId === snapshot.snapshotId && each.region === snapshot.region,
        );
        if (found)
          await policyStore.putSnapshot(tx, { ...found, copies: found.copies.filter((each) => each !== region) });
        if (copied === undefined || copied === "gone") return;
        const expiresMs = expiryMs(rule?.RetainRule, nowMs);
        await policyStore.putSnapshot(tx, {
          ...snapshot,
          region,
          snapshotId: copied.id,
          copies: [],
          createdMs: nowMs,
          expiresMs,
        });
      });
    }
  }
}

async function copySnapshot(
  snapshot: ManagedSnapshot,
  region: string,
  Encrypted: boolean,
  copiesTags: boolean,
  run: Run,
): Promise<{ id: string } | "later" | "gone"> {
  const { host, firing, policy } = run;
  const { snapshotId: SourceSnapshotId, region: SourceRegion } = snapshot;
  const tags = await host.storage.partition(regionKey(firing.from)).read((tx) => tagStore.find(tx, SourceSnapshotId));
  const Tags = Object.entries(copiesTags ? tags : {})
    .filter(([key]) => !key.startsWith("aws:"))
    .map(([Key, Value]) => ({ Key, Value }));
  const TagSpecifications = Tags.length > 0 ? [{ ResourceType: "snapshot" as const, Tags }] : [];
  const input = {
    SourceSnapshotId,
    SourceRegion,
    Encrypted,
    TagSpecifications,
    Description: `Copied for policy: ${policy.id}`,
  };
  try {
    // One that a server made and could not note, since it was killed, is found by this again.
    const deduplicationId = `${policy.id}/${SourceSnapshotId}`;
    const { SnapshotId = "" } = await asRole(run, (as) =>
      host.call("ec2", "CopySnapshot", input, { ...as, region, deduplicationId }),
    );
    await markManaged(host, { account: firing.from.account, region }, SnapshotId, policy, { Name: snapshot.schedule });
    return { id: SnapshotId };
  } catch (error) {
    if (isNamed(error, "IncorrectState")) return "later";
    if (isNamed(error, "InvalidSnapshot.NotFound")) return "gone";
    throw error;
  }
}
