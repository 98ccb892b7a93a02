import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { associationOf } from "../addresses/address.ts";
import { dryRun } from "../errors.ts";
import { instanceStore } from "../instances/instance-store.ts";
import {
  type DescribedInterface,
  listInterfaces,
  macOf,
  readInterfaceNames,
  requireInterface,
  toInterface,
} from "../interfaces/network-interface.ts";
import { privateName, publicName } from "../network/default-network.ts";
import type { Ec2Context, Ec2Operation } from "../operation.ts";
import { compileFilters, type FilterTable } from "../resources/filters.ts";
import { checkPage, toPage } from "../resources/page.ts";
import { checkIds } from "../resources/resource-id.ts";
import { zoneIdOf } from "../volumes/to-volume.ts";

/** Those of instances, and those that were made by themselves. */
export const describeNetworkInterfaces: Ec2Operation<"DescribeNetworkInterfaces"> = async (input, context) => {
  const { NetworkInterfaceIds: ids = [], Filters, DryRun } = input;
  checkPage(input, ids, "networkInterfaceIdSet");
  checkIds(ids, "eni", "InvalidNetworkInterfaceId");
  const fits = compileFilters(Filters, filters(context), ({ tags }) => tags);
  const { account } = context;
  const all = await context.host.storage.partition(regionKey(context)).read(async (tx) => {
    const found =
      ids.length > 0
        ? await Promise.all([...new Set(ids)].map(async (id) => (await requireInterface(tx, context, id)).resource))
        : await listInterfaces(tx, context);
    if (DryRun) throw dryRun();
    const names = await readInterfaceNames(tx, context);
    const tags = await tagStore.ofKind(tx, "eni-");
    const publicAddresses = new Map(
      (await instanceStore.list(tx)).map((each) => [each.networkInterfaceId, each.publicAddress]),
    );
    return found.map((resource) => ({
      resource,
      account,
      names,
      tags: tags.get(resource.id) ?? {},
      publicAddress: publicAddresses.get(resource.id),
    }));
  });
  const { items, NextToken } = toPage(all.filter(fits), ({ resource }) => resource.id, input);
  return { NetworkInterfaces: items.map((each) => toInterface(each, context.region)), NextToken };
};

/** Source: "DescribeNetworkInterfaces", "Filters". */
function filters({ region }: Ec2Context): FilterTable<DescribedInterface> {
  const publicOf = (each: DescribedInterface) => elasticOf(each)?.publicAddress ?? each.publicAddress;
  const owned = (each: DescribedInterface) => {
    const elastic = elasticOf(each);
    return elastic ? elastic.account : each.publicAddress && "amazon";
  };
  const dns = (each: DescribedInterface) => {
    const address = publicOf(each);
    return [address && publicName(address, region)];
  };
  return {
    "association.allocation-id": (each) => [elasticOf(each)?.id],
    "association.association-id": (each) => [elasticOf(each)?.association?.id],
    "addresses.association.owner-id": (each) => [owned(each)],
    "addresses.association.public-ip": (each) => [publicOf(each)],
    "addresses.primary": ({ resource }) => ["true", ...resource.secondaryAddresses.map(() => "false")],
    "addresses.private-ip-address": ({ resource }) => [resource.privateAddress, ...resource.secondaryAddresses],
    "association.ip-owner-id": (each) => [owned(each)],
    "association.public-dns-name": dns,
    "association.public-ip": (each) => [publicOf(each)],
    "attachment.attachment-id": ({ resource }) => [resource.attachment?.id],
    "attachment.attach-time": ({ resource }) => [
      resource.attachment && new Date(resource.attachment.attachedMs).toISOString(),
    ],
    "attachment.delete-on-termination": ({ resource }) => [
      resource.attachment && String(resource.attachment.deleteOnTermination),
    ],
    "attachment.device-index": ({ resource }) => [resource.attachment && String(resource.attachment.deviceIndex)],
    "attachment.instance-id": ({ resource }) => [resource.attachment?.instanceId],
    "attachment.instance-owner-id": ({ resource, account }) => [resource.attachment && account],
    "attachment.status": ({ resource }) => [resource.attachment && "attached"],
    "availability-zone": ({ resource }) => [resource.zone],
    "availability-zone-id": ({ resource }) => [zoneIdOf(resource.zone, region)],
    "operator.managed": () => ["false"],
    "operator.principal": () => [],
    description: ({ resource }) => [resource.description],
    "group-id": ({ resource }) => resource.groupIds,
    "group-name": ({ resource, names }) => resource.groupIds.map((id) => names.groupNames.get(id)),
    "ipv6-addresses.ipv6-address": () => [],
    "interface-type": () => ["interface"],
    "mac-address": ({ resource }) => [macOf(resource.id)],
    "network-interface-id": ({ resource }) => [resource.id],
    "owner-id": ({ account }) => [account],
    "private-dns-name": ({ resource }) => [privateName(resource.privateAddress, region)],
    "private-ip-address": ({ resource }) => [resource.privateAddress],
    "requester-id": () => [],
    "requester-managed": () => ["false"],
    "source-dest-check": ({ resource }) => [String(resource.sourceDestCheck)],
    status: ({ resource }) => [resource.attachment ? "in-use" : "available"],
    "subnet-id": ({ resource }) => [resource.subnetId],
    "vpc-id": ({ resource }) => [resource.vpcId],
  };
}

function elasticOf({ resource, names }: DescribedInterface) {
  return associationOf(names.addresses, resource.id, resource.privateAddress);
}
