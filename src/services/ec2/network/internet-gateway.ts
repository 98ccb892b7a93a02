import type { InternetGateway as WireGateway } from "@aws-sdk/client-ec2";
import { toTagList } from "../../tags.ts";
import { gatewayNotFound } from "../errors.ts";
import type { Described } from "../resources/describe-kind.ts";
import { defineKind } from "../resources/kind.ts";
import { defaultIds } from "./default-network.ts";

export interface InternetGateway {
  readonly id: string;
  /** Where it is attached. */
  readonly vpcId: string | undefined;
}

export const internetGateways = defineKind<InternetGateway>({
  name: "internet-gateway",
  prefix: "igw",
  code: "InvalidInternetGatewayId",
  notFound: gatewayNotFound,
  parentOf: ({ vpcId }) => vpcId ?? "",
  standing: (place) => {
    const { gatewayId, vpcId } = defaultIds(place);
    return [{ id: gatewayId, vpcId }];
  },
});

export function toInternetGateway({ resource, tags, account }: Described<InternetGateway>): WireGateway {
  const { id, vpcId } = resource;
  return {
    InternetGatewayId: id,
    OwnerId: account,
    // The SDK's type has the states of other attachments.
    Attachments: vpcId === undefined ? [] : [{ State: "available" as "attached", VpcId: vpcId }],
    Tags: toTagList(tags),
  };
}
