import type { DhcpOptions } from "@aws-sdk/client-ec2";
import type { Place } from "../../service.ts";
import { privateName } from "./default-network.ts";

/** AWS's own name server, and names as instances have them. Source: "DHCP option sets". */
export function toDhcpOptions(id: string, { account, region }: Place): DhcpOptions {
  const domain = privateName("", region).slice("ip-.".length);
  return {
    DhcpOptionsId: id,
    OwnerId: account,
    DhcpConfigurations: [
      { Key: "domain-name", Values: [{ Value: domain }] },
      { Key: "domain-name-servers", Values: [{ Value: "AmazonProvidedDNS" }] },
    ],
    Tags: [],
  };
}
