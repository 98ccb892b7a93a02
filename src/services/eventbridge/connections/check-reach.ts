import { lookup } from "node:dns/promises";
import { BlockList } from "node:net";

const metadata = new BlockList();
metadata.addSubnet("169.254.0.0", 16, "ipv4");
metadata.addSubnet("fe80::", 10, "ipv6");
metadata.addAddress("fd00:ec2::254", "ipv6");

/**
 * Throws where a URL leads to what a machine alone may ask: its metadata service gives the machine's own credentials, and whoever makes an API destination
 * is not whoever owns the machine.
 */
export async function checkReach({ hostname }: URL): Promise<void> {
  const addresses = await lookup(hostname.replace(/^\[|\]$/g, ""), { all: true });
  for (const { address, family } of addresses)
    if (metadata.check(address, family === 6 ? "ipv6" : "ipv4"))
      throw new Error("Link-local addresses are not reached by API destinations.");
}
