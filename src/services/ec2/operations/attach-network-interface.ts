import { regionKey } from "../../block-storage/region-key.ts";
import {
  dryRun,
  incorrectInstanceState,
  interfaceInUse,
  invalidParameterValue,
  missingParameter,
  tooManyInterfaces,
} from "../errors.ts";
import { instanceTypes } from "../instance-types/instance-types.ts";
import { findInstances } from "../instances/find-instances.ts";
import { interfaces, requireInterface } from "../interfaces/network-interface.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";
import { makeId } from "../resources/resource-id.ts";

/** As a further interface of an instance in the same zone, as many as its type has. */
export const attachNetworkInterface: Ec2Operation<"AttachNetworkInterface"> = async (input, context) => {
  const { NetworkInterfaceId: id, InstanceId: instanceId, DeviceIndex: deviceIndex, NetworkCardIndex, ...more } = input;
  const { DryRun, ...others } = more;
  refuseOthers(others);
  if (NetworkCardIndex) refuseOthers({ NetworkCardIndex });
  if (id === undefined) throw missingParameter("NetworkInterfaceId");
  if (instanceId === undefined) throw missingParameter("InstanceId");
  if (deviceIndex === undefined) throw missingParameter("DeviceIndex");
  const attachmentId = makeId("eni-attach", context.host.random);
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const { resource } = await requireInterface(tx, context, id);
    const [instance] = await findInstances(tx, [instanceId]);
    if (!instance) return;
    if (resource.attachment) throw interfaceInUse(`Interface: [${id}] in use.`);
    if (instance.state !== "running" && instance.state !== "stopped" && instance.state !== "pending")
      throw incorrectInstanceState(`Instance '${instanceId}' is not in a state from which it can be attached to.`);
    if (instance.zone !== resource.zone)
      throw invalidParameterValue(
        "You may not attach a network interface to an instance if they are not in the same availability zone",
      );
    const present = await interfaces.listOf(tx, context, instanceId);
    if (deviceIndex === 0 || present.some(({ attachment }) => attachment?.deviceIndex === deviceIndex))
      throw invalidParameterValue(
        `Instance '${instanceId}' already has an interface attached at device index '${deviceIndex}'.`,
      );
    if (present.length + 1 >= (instanceTypes.get(instance.type)?.interfaces ?? 2))
      throw tooManyInterfaces(instanceId, instance.type);
    if (DryRun) throw dryRun();
    const attachedMs = context.host.clock.nowMs();
    const attachment = { id: attachmentId, instanceId, deviceIndex, attachedMs, deleteOnTermination: false };
    await interfaces.put(tx, context, { ...resource, attachment });
  });
  return { AttachmentId: attachmentId, NetworkCardIndex: 0 };
};
