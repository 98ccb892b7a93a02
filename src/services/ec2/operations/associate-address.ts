import type { ReadTransaction } from "../../../storage/database.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { addresses, associationOf, requireAddress } from "../addresses/address.ts";
import {
  alreadyAssociated,
  dryRun,
  gatewayNotAttached,
  invalidParameterCombination,
  invalidParameterValue,
  missingParameter,
  pendingInstance,
} from "../errors.ts";
import { findInstances } from "../instances/find-instances.ts";
import { type NetworkInterface, ofInstance, requireInterface } from "../interfaces/network-interface.ts";
import { internetGateways } from "../network/internet-gateway.ts";
import type { Ec2Context, Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";
import { makeId } from "../resources/resource-id.ts";

/** With an instance or an interface. Both may have another already, if that is not forbidden. */
export const associateAddress: Ec2Operation<"AssociateAddress"> = async (input, context) => {
  const { AllocationId, PublicIp, InstanceId, NetworkInterfaceId, PrivateIpAddress, ...more } = input;
  const { AllowReassociation = true, DryRun, ...others } = more;
  refuseOthers(others);
  if (AllocationId === undefined && PublicIp === undefined) throw missingParameter("AllocationId");
  if (AllocationId !== undefined && PublicIp !== undefined)
    throw invalidParameterCombination("You may specify public IP or allocation id, but not both in the same call");
  if (InstanceId === undefined && NetworkInterfaceId === undefined)
    throw missingParameter("instanceId or networkInterfaceId");
  const id = makeId("eipassoc", context.host.random);
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const address = await requireAddress(tx, context, input);
    const target = await findTarget(tx, InstanceId, NetworkInterfaceId, context);
    const privateAddress = PrivateIpAddress ?? target.privateAddress;
    if (privateAddress !== target.privateAddress && !target.secondaryAddresses.includes(privateAddress))
      throw invalidParameterValue(
        `Invalid value '${privateAddress}' for privateIpAddress. It is no address of ${target.id}.`,
      );
    if ((await internetGateways.listOf(tx, context, target.vpcId)).length === 0)
      throw gatewayNotAttached("internet gateway", target.vpcId);
    const former = address.association;
    if (former && !AllowReassociation)
      throw alreadyAssociated(`resource ${address.id} is already associated with associate-id ${former.id}`);
    const other = associationOf(await addresses.list(tx, context), target.id, privateAddress);
    if (other && other.id !== address.id && !AllowReassociation)
      throw alreadyAssociated(`resource ${target.id} is already associated with associate-id ${other.association?.id}`);
    if (DryRun) throw dryRun();
    if (other) await addresses.put(tx, context, { ...other, association: undefined });
    const instanceId = target.attachment?.instanceId;
    const association = { id, instanceId, networkInterfaceId: target.id, privateAddress };
    await addresses.put(tx, context, { ...address, association });
  });
  return { AssociationId: id };
};

async function findTarget(
  tx: ReadTransaction,
  instanceId: string | undefined,
  interfaceId: string | undefined,
  context: Ec2Context,
): Promise<NetworkInterface> {
  if (instanceId === undefined) return (await requireInterface(tx, context, interfaceId ?? "")).resource;
  const [instance] = await findInstances(tx, [instanceId]);
  if (!instance) throw missingParameter("instanceId");
  if (instance.state !== "running" && instance.state !== "stopped" && instance.state !== "stopping")
    throw pendingInstance(instanceId);
  if (interfaceId === undefined || interfaceId === instance.networkInterfaceId) return ofInstance(instance);
  return (await requireInterface(tx, context, interfaceId)).resource;
}
