import type { InstanceStateChange } from "@aws-sdk/client-ec2";
import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, missingParameter } from "../errors.ts";
import type { Ec2Context } from "../operation.ts";
import { changeState } from "./change-state.ts";
import { findInstances } from "./find-instances.ts";
import { type Instance, type InstanceEvent, nextState } from "./instance.ts";
import { instanceStore } from "./instance-store.ts";
import { toState } from "./to-instance.ts";
import { checkVcpus } from "./vcpus.ts";

interface Change {
  readonly event: InstanceEvent;
  /** What is said of an instance that is in no state for it. */
  readonly refusal: (id: string) => Error;
  /** Throws for one that may not be changed so. */
  readonly check?: (instance: Instance) => void;
}

interface ChangeInput {
  readonly InstanceIds?: readonly string[] | undefined;
  readonly DryRun?: boolean | undefined;
}

/** Does the same to several instances: to all of them, or if one is in no state for it to none. */
export async function changeInstances(
  { InstanceIds: ids = [], DryRun }: ChangeInput,
  { event, refusal, check }: Change,
  context: Ec2Context,
): Promise<InstanceStateChange[]> {
  if (ids.length === 0) throw missingParameter("InstanceId");
  return context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const instances = await findInstances(tx, ids);
    for (const instance of instances) {
      if (nextState(instance.state, event) === undefined) throw refusal(instance.id);
      check?.(instance);
    }
    if (event === "start") checkVcpus(await instanceStore.list(tx), instances);
    if (DryRun) throw dryRun();
    const changes: InstanceStateChange[] = [];
    for (const instance of instances) {
      const changed = await changeState(tx, instance, event, context.host);
      changes.push({
        InstanceId: instance.id,
        CurrentState: toState(changed.state),
        PreviousState: toState(instance.state),
      });
    }
    return changes;
  });
}
