import { regionKey } from "../../block-storage/region-key.ts";
import { type Address, addresses, toElasticAddress } from "../addresses/address.ts";
import { addressNotFound } from "../errors.ts";
import type { Ec2Context, Ec2Operation } from "../operation.ts";
import { asDescribed, type Described, describeKind } from "../resources/describe-kind.ts";
import type { FilterTable } from "../resources/filters.ts";

/** It has no pages: an account has few. */
export const describeAddresses: Ec2Operation<"DescribeAddresses"> = async (input, context) => {
  const { AllocationIds = [], PublicIps = [] } = input;
  const named = await context.host.storage.partition(regionKey(context)).read(async (tx) => {
    const all = PublicIps.length > 0 ? await addresses.list(tx, context) : [];
    return PublicIps.map((text) => {
      const address = all.find(({ publicAddress }) => publicAddress === text);
      if (!address) throw addressNotFound(text);
      return address.id;
    });
  });
  const ids = [...AllocationIds, ...named];
  const description = { ids, idsName: "addressesSet", filters: filters(context), extend: asDescribed };
  const { items } = await describeKind(addresses, input, description, context);
  return { Addresses: items.map((each) => toElasticAddress(each, context)) };
};

/** Source: "DescribeAddresses", "Filters". */
function filters({ region }: Ec2Context): FilterTable<Described<Address>> {
  return {
    "allocation-id": ({ resource }) => [resource.id],
    "association-id": ({ resource }) => [resource.association?.id],
    domain: () => ["vpc"],
    "instance-id": ({ resource }) => [resource.association?.instanceId],
    "network-border-group": () => [region],
    "network-interface-id": ({ resource }) => [resource.association?.networkInterfaceId],
    "network-interface-owner-id": ({ resource, account }) => [resource.association && account],
    "private-ip-address": ({ resource }) => [resource.association?.privateAddress],
    "public-ip": ({ resource }) => [resource.publicAddress],
  };
}
