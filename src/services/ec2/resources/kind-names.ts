/** What IAM's ARNs and DescribeTags call resources, by the prefixes of their ids. Source: "Resource types defined by Amazon EC2". */
const names: Readonly<Record<string, string>> = {
  acl: "network-acl",
  ami: "image",
  dopt: "dhcp-options",
  eipalloc: "elastic-ip",
  eni: "network-interface",
  i: "instance",
  igw: "internet-gateway",
  key: "key-pair",
  lt: "launch-template",
  rtb: "route-table",
  sg: "security-group",
  sgr: "security-group-rule",
  snap: "snapshot",
  subnet: "subnet",
  vol: "volume",
  vpc: "vpc",
};

export function kindName(id: string): string | undefined {
  const prefix = id.slice(0, Math.max(0, id.lastIndexOf("-")));
  return Object.hasOwn(names, prefix) ? names[prefix] : undefined;
}
