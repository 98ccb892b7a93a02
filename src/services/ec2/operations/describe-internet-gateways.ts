import { type InternetGateway, internetGateways, toInternetGateway } from "../network/internet-gateway.ts";
import type { Ec2Operation } from "../operation.ts";
import { asDescribed, type Described, describeKind } from "../resources/describe-kind.ts";
import type { FilterTable } from "../resources/filters.ts";

export const describeInternetGateways: Ec2Operation<"DescribeInternetGateways"> = async (input, context) => {
  const description = { ids: input.InternetGatewayIds, idsName: "internetGatewayIdSet", filters, extend: asDescribed };
  const { items, NextToken } = await describeKind(internetGateways, input, description, context);
  return { InternetGateways: items.map(toInternetGateway), NextToken };
};

/** Source: "DescribeInternetGateways", "Filters". */
const filters: FilterTable<Described<InternetGateway>> = {
  "attachment.state": ({ resource }) => (resource.vpcId === undefined ? [] : ["available"]),
  "attachment.vpc-id": ({ resource }) => [resource.vpcId],
  "internet-gateway-id": ({ resource }) => [resource.id],
  "owner-id": ({ account }) => [account],
};
