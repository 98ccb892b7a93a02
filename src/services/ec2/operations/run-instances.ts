import type { Volume } from "../../block-storage/volumes/volume.ts";
import { dryRun, otherParameters } from "../errors.ts";
import { makeVolumes, volumesByInstance } from "../instances/block-devices.ts";
import { type Instance, settleMs, settleTimer } from "../instances/instance.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { placeInstances, readLaunch } from "../instances/launch.ts";
import { emitState } from "../instances/tell-state.ts";
import { toReservations } from "../instances/to-instance.ts";
import type { Ec2Operation } from "../operation.ts";
import { regionKey } from "../resources/region-key.ts";
import { tagStore } from "../tags/tag-store.ts";

/** Makes instances, which run a few seconds later. With a client token that was used before it gives those that were made then. */
export const runInstances: Ec2Operation<"RunInstances"> = async (input, context) => {
  const { DryRun, ...asked } = input;
  const launch = readLaunch(asked, context);
  if (DryRun) throw dryRun();
  const { storage, clock, random } = context.host;
  const { instances, tags, volumes } = await storage.partition(regionKey(context)).write(async (tx) => {
    const { clientToken, tokenInput } = launch.instance;
    const former = clientToken === undefined ? [] : await instanceStore.listOfToken(tx, clientToken);
    if (former.length > 0) {
      if (former[0]?.tokenInput !== tokenInput) throw otherParameters(clientToken ?? "");
      return { instances: former, tags: await tagStore.ofKind(tx, "i-"), volumes: await volumesByInstance(tx) };
    }
    const made = placeInstances(launch, await instanceStore.list(tx), context);
    const volumes = new Map<string, readonly Volume[]>();
    for (const instance of made) {
      volumes.set(instance.id, await makeVolumes(tx, instance, launch.devices, launch.volumeTags, context));
      await instanceStore.put(tx, instance);
      await emitState(tx, instance, random.uuid());
      for (const [key, value] of Object.entries(launch.tags))
        await tagStore.put(tx, { resourceId: instance.id, key, value });
      await tx.setTimer({ kind: settleTimer, key: instance.id, dueMs: clock.nowMs() + (settleMs.pending ?? 0) });
    }
    return { instances: made, tags: new Map(made.map(({ id }) => [id, launch.tags])), volumes };
  });
  const tagged = instances.map((instance: Instance) => ({
    instance,
    tags: tags.get(instance.id) ?? {},
    volumes: volumes.get(instance.id) ?? [],
  }));
  const [reservation] = toReservations(tagged, context);
  return { ...reservation };
};
