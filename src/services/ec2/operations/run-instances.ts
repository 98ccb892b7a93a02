import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, otherParameters } from "../errors.ts";
import { findLent } from "../images/lent.ts";
import { makeVolumes } from "../instances/block-devices.ts";
import { settleMs, settleTimer } from "../instances/instance.ts";
import { findProfile } from "../instances/instance-profile.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { hashOf, readLaunch } from "../instances/launch.ts";
import { placeInstances } from "../instances/place-instances.ts";
import { emitState } from "../instances/tell-state.ts";
import { toReservations, withFacts } from "../instances/to-instance.ts";
import { applyTemplate } from "../launch-templates/apply-template.ts";
import type { Ec2Operation } from "../operation.ts";

/** Makes instances, which run a few seconds later. With a client token that was used before it gives those that were made then. */
export const runInstances: Ec2Operation<"RunInstances"> = async (input, context) => {
  const { DryRun, ...asked } = input;
  const { storage, clock, random } = context.host;
  const partition = storage.partition(regionKey(context));
  const applied = await partition.read((tx) => applyTemplate(tx, asked, context));
  const { ClientToken: token, IamInstanceProfile } = applied.input;
  const profile = IamInstanceProfile && (await findProfile(IamInstanceProfile, context));
  const lent = await findLent(storage, applied.input, context);
  const tokenInput = token === undefined ? undefined : hashOf(asked);
  const instances = await partition.write(async (tx) => {
    const former = token === undefined ? [] : await instanceStore.listOfToken(tx, token);
    if (former.length > 0) {
      if (former[0]?.tokenInput !== tokenInput) throw otherParameters(token ?? "");
      return withFacts(tx, former, context);
    }
    const launch = await readLaunch(tx, { applied, lent, profile, tokenInput }, context);
    if (DryRun) throw dryRun();
    const made = await placeInstances(tx, launch, context);
    for (const instance of made) {
      await makeVolumes(tx, instance, launch, lent, context);
      await instanceStore.put(tx, instance);
      await emitState(tx, instance, random.uuid());
      await tx.setTimer({ kind: settleTimer, key: instance.id, dueMs: clock.nowMs() + (settleMs.pending ?? 0) });
    }
    return withFacts(tx, made, context);
  });
  const [reservation] = toReservations(instances, context);
  return { ...reservation };
};
