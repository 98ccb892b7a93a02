import type { WriteTransaction } from "../../../storage/database.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { noAddressesLeft } from "../errors.ts";
import { interfaces } from "../interfaces/network-interface.ts";
import { freeAddresses, takenAddresses } from "../network/subnet.ts";
import type { Ec2Context } from "../operation.ts";
import { makeId } from "../resources/resource-id.ts";
import { putTags } from "../tags/put-tags.ts";
import type { Instance } from "./instance.ts";
import { instanceStore } from "./instance-store.ts";
import type { Launch } from "./launch.ts";
import { affordable } from "./vcpus.ts";

/** As many of the instances as there is room for, with their interfaces. Throws if that is less than is wanted. */
export async function placeInstances(tx: WriteTransaction, launch: Launch, context: Ec2Context): Promise<Instance[]> {
  const { least, most, type, network, profile } = launch;
  const { subnet, first } = network;
  const { random } = context.host;
  const count = affordable(await instanceStore.list(tx), type, least, most);
  const taken = await takenAddresses(tx, context);
  const chosen = network.addresses;
  const free = chosen ? chosen.slice(0, 1) : freeAddresses(subnet, taken.get(subnet.id) ?? new Set(), count);
  if (free.length < least) throw noAddressesLeft(subnet.id);
  const reservationId = makeId("r", random);
  const made = free.map(
    (privateAddress, launchIndex): Instance => ({
      ...launch.instance,
      id: makeId("i", random),
      reservationId,
      launchIndex,
      privateAddress,
      secondaryAddresses: chosen?.slice(1) ?? [],
      networkInterfaceId: first?.id ?? makeId("eni", random),
      attachmentId: makeId("eni-attach", random),
      profile: profile && { arn: profile.arn, id: profile.id, associationId: makeId("iip-assoc", random) },
    }),
  );
  for (const instance of made) {
    await putTags(tx, instance.id, launch.tags);
    await putTags(tx, instance.networkInterfaceId, launch.interfaceTags);
    await placeFurther(tx, instance, launch, context);
  }
  if (first) {
    // It is a part of the instance now; its tags stay.
    const tags = await tagStore.find(tx, first.id);
    await interfaces.remove(tx, context, first.id);
    await putTags(tx, first.id, tags);
  }
  return made;
}

async function placeFurther(
  tx: WriteTransaction,
  instance: Instance,
  { network: { further }, interfaceTags }: Launch,
  context: Ec2Context,
): Promise<void> {
  const { random } = context.host;
  for (const { deviceIndex, deletesWithInstance, present, made } of further) {
    const taken = (await takenAddresses(tx, context)).get(made.subnet.id) ?? new Set<string>();
    const [free] = freeAddresses(made.subnet, new Set([...taken, instance.privateAddress]), 1);
    const privateAddress = made.privateAddress ?? free;
    if (privateAddress === undefined) throw noAddressesLeft(made.subnet.id);
    const attachment = {
      id: makeId("eni-attach", random),
      instanceId: instance.id,
      deviceIndex,
      attachedMs: instance.launchedMs,
      deleteOnTermination: deletesWithInstance,
    };
    const own = present ?? {
      id: makeId("eni", random),
      subnetId: made.subnet.id,
      vpcId: made.subnet.vpcId,
      zone: made.subnet.zone,
      description: made.description,
      groupIds: made.groupIds,
      privateAddress,
      secondaryAddresses: [],
      sourceDestCheck: true,
    };
    await interfaces.put(tx, context, { ...own, attachment });
    if (!present) await putTags(tx, own.id, interfaceTags);
  }
}
