import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, tooManyGateways } from "../errors.ts";
import { limits } from "../limits.ts";
import { internetGateways, toInternetGateway } from "../network/internet-gateway.ts";
import type { Ec2Operation } from "../operation.ts";
import { makeId } from "../resources/resource-id.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";
import { putTags } from "../tags/put-tags.ts";

/** Attached to nothing yet. */
export const createInternetGateway: Ec2Operation<"CreateInternetGateway"> = async (input, context) => {
  const { TagSpecifications, DryRun } = input;
  const tags = readTagSpecifications(TagSpecifications, ["internet-gateway"]).get("internet-gateway") ?? {};
  const gateway = { id: makeId("igw", context.host.random), vpcId: undefined };
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    if ((await internetGateways.list(tx, context)).length >= limits.internetGateways) throw tooManyGateways();
    if (DryRun) throw dryRun();
    await internetGateways.put(tx, context, gateway);
    await putTags(tx, gateway.id, tags);
  });
  return { InternetGateway: toInternetGateway({ resource: gateway, tags, account: context.account }) };
};
