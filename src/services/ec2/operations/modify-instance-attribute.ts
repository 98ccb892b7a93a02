import type { ModifyInstanceAttributeCommandInput } from "@aws-sdk/client-ec2";
import { regionKey } from "../../block-storage/region-key.ts";
import {
  dryRun,
  invalidInstanceType,
  invalidParameterCombination,
  invalidParameterValue,
  missingParameter,
  mustBeStopped,
  notSupported,
} from "../errors.ts";
import { instanceTypes } from "../instance-types/instance-types.ts";
import { defaultCredits } from "../instances/cpu-credits.ts";
import { findInstances } from "../instances/find-instances.ts";
import type { Instance } from "../instances/instance.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { readUserData } from "../instances/user-data.ts";
import { chooseGroups } from "../interfaces/place-interface.ts";
import type { Ec2Operation } from "../operation.ts";

/** Changes one attribute of one instance. What a machine reads when it boots can be changed while it is stopped. */
export const modifyInstanceAttribute: Ec2Operation<"ModifyInstanceAttribute"> = async (input, context) => {
  const { InstanceId: id, DryRun, Attribute, Value, ...members } = input;
  if (id === undefined) throw missingParameter("InstanceId");
  const given = Attribute === undefined ? members : ofName(Attribute, Value);
  const names = Object.entries(given).filter(([, value]) => value !== undefined);
  const [[name, value] = []] = names;
  if (name === undefined) throw invalidParameterCombination("No attributes specified.");
  if (names.length > 1)
    throw invalidParameterCombination(
      "Fields for multiple attribute types specified: only one may be changed at a time.",
    );
  if (name !== "Groups" && !Object.hasOwn(changes, name)) throw notSupported(`changing ${name}`);
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const [instance] = await findInstances(tx, [id]);
    if (!instance) return;
    const changed =
      name === "Groups"
        ? { groupIds: await chooseGroups(tx, value as string[], instance.vpcId, context) }
        : changes[name]?.(value as never, instance);
    if (DryRun) throw dryRun();
    await instanceStore.put(tx, { ...instance, ...changed });
  });
  return {};
};

type Members = Omit<ModifyInstanceAttributeCommandInput, "InstanceId" | "DryRun" | "Attribute" | "Value">;

/** The older form: an attribute's name, and its value as a text. */
function ofName(attribute: string, value: string | undefined): Members {
  const text = { Value: value };
  const flag = { Value: value === "true" };
  switch (attribute) {
    case "disableApiTermination":
      return { DisableApiTermination: flag };
    case "disableApiStop":
      return { DisableApiStop: flag };
    case "sourceDestCheck":
      return { SourceDestCheck: flag };
    case "instanceType":
      return { InstanceType: text };
    case "instanceInitiatedShutdownBehavior":
      return { InstanceInitiatedShutdownBehavior: text };
    case "ebsOptimized":
      return { EbsOptimized: flag };
    case "groupSet":
      return { Groups: value === undefined ? [] : [value] };
    case "userData":
      return { UserData: { Value: Buffer.from(value ?? "") } };
    default:
      throw notSupported(`changing ${attribute}`);
  }
}

const changes: Readonly<Record<string, (value: never, instance: Instance) => Partial<Instance>>> = {
  DisableApiTermination: ({ Value }: { Value?: boolean }) => ({ isTerminationProtected: Value ?? false }),
  DisableApiStop: ({ Value }: { Value?: boolean }) => ({ isStopProtected: Value ?? false }),
  SourceDestCheck: ({ Value }: { Value?: boolean }) => ({ sourceDestCheck: Value ?? true }),
  InstanceInitiatedShutdownBehavior: ({ Value = "" }: { Value?: string }) => {
    if (Value !== "stop" && Value !== "terminate")
      throw invalidParameterValue(`Invalid value '${Value}' for instanceInitiatedShutdownBehavior.`);
    return { shutdownBehavior: Value };
  },
  InstanceType: ({ Value = "" }: { Value?: string }, instance) => {
    const { id, state, architecture } = instance;
    const type = instanceTypes.get(Value);
    if (!type?.architectures.includes(architecture)) throw invalidInstanceType(Value);
    if (state !== "stopped") throw mustBeStopped(id);
    // Credits are a matter of the families that have them.
    return {
      type: Value,
      cpuCredits: instance.cpuCredits && type.isBurstable ? instance.cpuCredits : defaultCredits(type),
    };
  },
  EbsOptimized: ({ Value }: { Value?: boolean }, { id, state }) => {
    if (state !== "stopped") throw mustBeStopped(id);
    return { isEbsOptimized: Value ?? false };
  },
  UserData: ({ Value }: { Value?: Uint8Array }, { id, state }) => {
    if (state !== "stopped") throw mustBeStopped(id);
    return { userData: readUserData(Buffer.from(Value ?? []).toString("utf8")) };
  },
};
