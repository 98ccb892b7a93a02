import { type Sealed, sealForSnapshot } from "../../block-storage/layers/shared-volumes.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { volumeStore } from "../../block-storage/volumes/volume-store.ts";
import type { Tags } from "../../tags.ts";
import {
  dryRun,
  invalidParameterCombination,
  invalidParameterValue,
  missingParameter,
  notSupported,
} from "../errors.ts";
import { findInstances } from "../instances/find-instances.ts";
import { limits } from "../limits.ts";
import type { Ec2Operation } from "../operation.ts";
import { takeSnapshot } from "../snapshots/take-snapshot.ts";
import { toMadeSnapshot } from "../snapshots/to-snapshot.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";
import { isRootDevice } from "../volumes/root-device.ts";

/** Takes snapshots of all volumes of an instance, but for those that are left out: all are made, or none is. */
export const createSnapshots: Ec2Operation<"CreateSnapshots"> = async (input, context) => {
  const { InstanceSpecification: of, Description: description = "", DryRun, CopyTagsFromSource } = input;
  const instanceId = of?.InstanceId;
  if (!of || instanceId === undefined) throw missingParameter("InstanceSpecification");
  if (input.OutpostArn !== undefined) throw notSupported("OutpostArn");
  if (input.Location !== undefined && input.Location !== "regional")
    throw notSupported(`the location ${input.Location}`);
  const tags = readTagSpecifications(input.TagSpecifications, ["snapshot"]).get("snapshot") ?? {};
  const { ExcludeBootVolume = false, ExcludeDataVolumeIds: excluded = [] } = of;
  if (excluded.length > limits.volumesPerInstanceSnapshot)
    throw invalidParameterValue(`At most ${limits.volumesPerInstanceSnapshot} volumes can be excluded.`);
  const partition = context.host.storage.partition(regionKey(context));
  const find = (volumes: Awaited<ReturnType<typeof volumeStore.ofInstance>>) => {
    const isRoot = ({ attachments }: (typeof volumes)[number]) =>
      attachments.some((each) => each.instanceId === instanceId && isRootDevice(each.device));
    for (const id of excluded) {
      const volume = volumes.find((each) => each.id === id);
      if (!volume) throw invalidParameterValue(`The volume '${id}' is not attached to instance '${instanceId}'.`);
      if (isRoot(volume)) throw invalidParameterCombination("Use ExcludeBootVolume to exclude the root volume.");
    }
    const chosen = volumes.filter((each) => !excluded.includes(each.id) && !(ExcludeBootVolume && isRoot(each)));
    if (chosen.length === 0)
      throw invalidParameterValue(`There are no volumes of instance '${instanceId}' to snapshot.`);
    return chosen;
  };
  const before = await partition.read(async (tx) => {
    await findInstances(tx, [instanceId]);
    return find(await volumeStore.ofInstance(tx, instanceId));
  });
  // All are sealed before any is stored: what is written to one after another was is in none of them without it.
  const layers = new Map<string, Sealed>();
  for (const [id, sealed] of await Promise.all(
    before.map(async ({ id }) => [id, await sealForSnapshot(context.state, context, id)] as const),
  ))
    layers.set(id, sealed);
  return partition.write(async (tx) => {
    const volumes = find(await volumeStore.ofInstance(tx, instanceId));
    if (DryRun) throw dryRun();
    const Snapshots = [];
    for (const volume of volumes) {
      const sealed = layers.get(volume.id);
      // It was attached a moment ago.
      if (!sealed) continue;
      const own: Tags = CopyTagsFromSource === "volume" ? { ...(await tagStore.find(tx, volume.id)), ...tags } : tags;
      const taken = await takeSnapshot(tx, volume, { description, tags: own, sealed }, context);
      Snapshots.push(toMadeSnapshot(taken, own));
    }
    return { Snapshots };
  });
};
