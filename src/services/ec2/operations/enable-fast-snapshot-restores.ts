import { AwsError } from "../../../platform/aws-error.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { isArchived } from "../../block-storage/snapshots/snapshot.ts";
import {
  dryRun,
  missingParameter,
  snapshotArchived,
  snapshotIsNot,
  tooManyFastRestores,
  zoneNotFound,
} from "../errors.ts";
import { limits } from "../limits.ts";
import { zonesOf } from "../network/zones.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";
import { fastRestores, putFastRestore, reasons, toFastRestore } from "../snapshots/fast-restore.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";

/** Each snapshot in each zone on its own: one that cannot keeps no other from it. */
export const enableFastSnapshotRestores: Ec2Operation<"EnableFastSnapshotRestores"> = async (input, context) => {
  const { AvailabilityZones: zones = [], SourceSnapshotIds: ids = [], DryRun, ...others } = input;
  refuseOthers(others);
  if (zones.length === 0) throw missingParameter("AvailabilityZone");
  if (ids.length === 0) throw missingParameter("SourceSnapshotId");
  if (DryRun) throw dryRun();
  const successful: ReturnType<typeof toFastRestore>[] = [];
  const unsuccessful = new Map<string, { AvailabilityZone: string; Error: { Code: string; Message: string } }[]>();
  const { storage } = context.host;
  await storage.partition(regionKey(context)).write(async (tx) => {
    successful.length = 0;
    unsuccessful.clear();
    for (const id of new Set(ids)) {
      for (const zone of new Set(zones)) {
        try {
          const snapshot = await findSnapshot(tx, id);
          if (!zonesOf(context.region).some(({ name }) => name === zone)) throw zoneNotFound(zone);
          if (snapshot.state !== "completed") throw snapshotIsNot(id, "completed");
          if (isArchived(snapshot)) throw snapshotArchived(id);
          const all = await fastRestores.list(tx, context);
          const former = all.find((each) => each.id === `${id}/${zone}`);
          if (former && !["disabling", "disabled"].includes(former.state)) {
            successful.push(toFastRestore(former, context));
            continue;
          }
          const enabled = new Set(all.filter(({ state }) => state !== "disabled").map((each) => each.snapshotId));
          if (!enabled.has(id) && enabled.size >= limits.fastRestoredSnapshots)
            throw tooManyFastRestores(limits.fastRestoredSnapshots);
          const at = { snapshotId: id, zone, since: {} };
          const to = { state: "enabling", reason: reasons.asked } as const;
          const made = await putFastRestore(tx, at, to, { place: context, host: context.host });
          successful.push(toFastRestore(made, context));
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          const failed = unsuccessful.get(id) ?? [];
          failed.push({ AvailabilityZone: zone, Error: { Code: error.code, Message: error.message } });
          unsuccessful.set(id, failed);
        }
      }
    }
  });
  return {
    Successful: successful,
    Unsuccessful: [...unsuccessful].map(([SnapshotId, FastSnapshotRestoreStateErrors]) => ({
      SnapshotId,
      FastSnapshotRestoreStateErrors,
    })),
  };
};
