import { BlockList } from "node:net";
import { networkInterfaces } from "node:os";

/** Whether an address is one of this machine itself: loopback, none in particular, or one of its interfaces. */
export function isOwnAddress(address: string): boolean {
  return isIn(loopback, address) || isIn(ofInterfaces(), address);
}

function ofInterfaces(): BlockList {
  const list = new BlockList();
  for (const addresses of Object.values(networkInterfaces()))
    for (const { address, family } of addresses ?? []) list.addAddress(address, family === "IPv6" ? "ipv6" : "ipv4");
  return list;
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addSubnet("0.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");
loopback.addAddress("::", "ipv6");

/** IPv4 may stand in an address of IPv6: the list knows it. */
function isIn(list: BlockList, address: string): boolean {
  return list.check(address.replace(/%.*$/, ""), address.includes(":") ? "ipv6" : "ipv4");
}
