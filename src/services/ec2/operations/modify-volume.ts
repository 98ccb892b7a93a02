import { regionKey } from "../../block-storage/region-key.ts";
import { type Volume, volumeSettleMs, volumeTimer } from "../../block-storage/volumes/volume.ts";
import { volumeStore } from "../../block-storage/volumes/volume-store.ts";
import { dryRun, invalidParameterValue, missingParameter, modificationTooSoon, volumeIsNot } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { findVolume } from "../volumes/find-volumes.ts";
import { checkRoom } from "../volumes/make-volume.ts";
import { toModification } from "../volumes/to-modification.ts";
import { checkShape, shapeOf } from "../volumes/volume-rules.ts";

/** A volume has its new size at once, and its new speed when the change is completed. Another one has to wait six hours. */
const restMs = 6 * 3_600_000;

/** Changes a volume's size, kind and speed. It never becomes smaller. */
export const modifyVolume: Ec2Operation<"ModifyVolume"> = async (input, context) => {
  const { VolumeId: id, DryRun } = input;
  if (id === undefined) throw missingParameter("VolumeId");
  const { storage, clock } = context.host;
  return storage.partition(regionKey(context)).write(async (tx) => {
    const volume = await findVolume(tx, id);
    if (volume.state !== "available" && volume.state !== "in-use") throw volumeIsNot(id, "available");
    const nowMs = clock.nowMs();
    const { modification } = volume;
    if (modification && (modification.endedMs === undefined || nowMs < modification.startedMs + restMs))
      throw modificationTooSoon(id);
    const kind = input.VolumeType ?? volume.kind;
    const isOther = kind !== volume.kind;
    const isProvisioned = kind === "io1" || kind === "io2" || kind === "gp3";
    const target = checkShape({
      kind,
      sizeGiB: input.Size ?? volume.sizeGiB,
      iops: input.Iops ?? (isProvisioned && !(isOther && volume.kind === "gp2") ? volume.iops : undefined),
      throughput: input.Throughput ?? (kind === "gp3" && !isOther ? volume.throughput : undefined),
      isMultiAttach: input.MultiAttachEnabled ?? volume.isMultiAttach,
    });
    if (target.sizeGiB < volume.sizeGiB) throw invalidParameterValue(`New size cannot be smaller than existing size`);
    await checkRoom(tx, target, id);
    if (DryRun) throw dryRun();
    const started = {
      state: "modifying",
      startedMs: nowMs,
      endedMs: undefined,
      original: shapeOf(volume),
      target,
    } as const;
    const modified: Volume = { ...volume, ...target, modification: started };
    await volumeStore.put(tx, modified);
    await tx.setTimer({ kind: volumeTimer, key: id, dueMs: nowMs + volumeSettleMs.modifying });
    return { VolumeModification: toModification(modified, started, nowMs) };
  });
};
