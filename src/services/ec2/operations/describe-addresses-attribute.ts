import { addresses } from "../addresses/address.ts";
import type { Ec2Operation } from "../operation.ts";
import { asDescribed, describeKind } from "../resources/describe-kind.ts";

/** Names of addresses in the DNS: nobody can set one here, so none has any. */
export const describeAddressesAttribute: Ec2Operation<"DescribeAddressesAttribute"> = async (input, context) => {
  const description = { ids: input.AllocationIds, idsName: "allocationIdSet", filters: {}, extend: asDescribed };
  // An account's addresses fit on a page.
  const { items } = await describeKind(addresses, { DryRun: input.DryRun }, description, context);
  return {
    Addresses: items.map(({ resource }) => ({ AllocationId: resource.id, PublicIp: resource.publicAddress })),
  };
};
