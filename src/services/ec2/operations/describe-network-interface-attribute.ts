import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import { readInterfaceNames, requireInterface, toInterface } from "../interfaces/network-interface.ts";
import type { Ec2Operation } from "../operation.ts";

export const describeNetworkInterfaceAttribute: Ec2Operation<"DescribeNetworkInterfaceAttribute"> = async (
  { NetworkInterfaceId: id, Attribute: name, DryRun },
  context,
) => {
  if (id === undefined) throw missingParameter("NetworkInterfaceId");
  if (name === undefined) throw missingParameter("Attribute");
  const { account, region } = context;
  const own = await context.host.storage.partition(regionKey(context)).read(async (tx) => {
    const { resource } = await requireInterface(tx, context, id);
    const names = await readInterfaceNames(tx, context);
    return toInterface({ resource, names, tags: {}, account, publicAddress: undefined }, region);
  });
  if (DryRun) throw dryRun();
  switch (name) {
    case "attachment":
      return { NetworkInterfaceId: id, Attachment: own.Attachment };
    case "description":
      return { NetworkInterfaceId: id, Description: { Value: own.Description } };
    case "groupSet":
      return { NetworkInterfaceId: id, Groups: own.Groups };
    case "sourceDestCheck":
      return { NetworkInterfaceId: id, SourceDestCheck: { Value: own.SourceDestCheck } };
    default:
      throw invalidParameterValue(`Value (${name}) for parameter attribute is invalid. Unknown attribute.`);
  }
};
