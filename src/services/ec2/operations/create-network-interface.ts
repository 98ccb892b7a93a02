import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { dryRun, missingParameter, notPermitted } from "../errors.ts";
import { interfaces, readInterfaceNames, toInterface } from "../interfaces/network-interface.ts";
import { chooseAddresses, chooseGroups } from "../interfaces/place-interface.ts";
import { limits } from "../limits.ts";
import { subnets } from "../network/subnet.ts";
import type { Ec2Operation } from "../operation.ts";
import { findMade, keepMade } from "../resources/given-token.ts";
import { refuseOthers } from "../resources/refuse-others.ts";
import { makeId } from "../resources/resource-id.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";
import { putTags } from "../tags/put-tags.ts";

/** Attached to nothing yet. */
export const createNetworkInterface: Ec2Operation<"CreateNetworkInterface"> = async (input, context) => {
  const { SubnetId: subnetId, Description = "", Groups, PrivateIpAddress, PrivateIpAddresses, ...more } = input;
  const { SecondaryPrivateIpAddressCount, InterfaceType, TagSpecifications, ClientToken: token, ...rest } = more;
  const { DryRun, ...others } = rest;
  refuseOthers(others);
  if (InterfaceType !== undefined && (InterfaceType as string) !== "interface") refuseOthers({ InterfaceType });
  if (subnetId === undefined) throw missingParameter("SubnetId");
  const kind = "network-interface";
  const tags = readTagSpecifications(TagSpecifications, [kind]).get(kind) ?? {};
  const { clock, random, storage } = context.host;
  const given = { operation: "CreateNetworkInterface", token, input };
  const described = await storage.partition(regionKey(context)).write(async (tx) => {
    const subnet = await subnets.require(tx, context, subnetId);
    let id = await findMade(tx, given, clock.nowMs());
    if (id === undefined) {
      const groupIds = await chooseGroups(tx, Groups, subnet.vpcId, context);
      const wanted = { PrivateIpAddress, PrivateIpAddresses, SecondaryPrivateIpAddressCount };
      const [privateAddress = "", ...secondaryAddresses] = await chooseAddresses(tx, wanted, subnet, context);
      if ((await interfaces.list(tx, context)).length >= limits.networkInterfaces)
        throw notPermitted("The maximum number of network interfaces has been reached.");
      if (DryRun) throw dryRun();
      id = makeId("eni", random);
      await interfaces.put(tx, context, {
        id,
        subnetId,
        vpcId: subnet.vpcId,
        zone: subnet.zone,
        description: Description,
        privateAddress,
        secondaryAddresses,
        groupIds,
        sourceDestCheck: true,
        attachment: undefined,
      });
      await putTags(tx, id, tags);
      await keepMade(tx, given, id, clock.nowMs());
    }
    const names = await readInterfaceNames(tx, context);
    const resource = await interfaces.require(tx, context, id);
    const own = await tagStore.find(tx, id);
    return { resource, names, tags: own, account: context.account, publicAddress: undefined };
  });
  const made = toInterface(described, context.region);
  // The SDK's type lacks it.
  const Status = "pending" as "available";
  return { NetworkInterface: { ...made, Status }, ClientToken: token };
};
