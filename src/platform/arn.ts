/** An Amazon Resource Name taken apart. Source: "Identify AWS resources with Amazon Resource Names (ARNs)". */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the fifth colon, as it stands. */
  readonly resource: string;
}

/** Undefined if the text has not the six parts of an ARN. */
export function parseArn(text: string): Arn | undefined {
  const match = /^arn:([^:]*):([^:]*):([^:]*):([^:]*):(.+)$/s.exec(text);
  if (!match) return undefined;
  const [, partition = "", service = "", region = "", account = "", resource = ""] = match;
  return { partition, service, region, account, resource };
}

/** The partition that a region is in: ARNs begin with it. Source: "Identify AWS resources with Amazon Resource Names (ARNs)". */
export function partitionOf(region: string): string {
  for (const [prefix, partition] of partitions) if (region.startsWith(prefix)) return partition;
  return "aws";
}

/** Whether an ARN is one of the forms that Squall itself gives out: who named a thing by another would be asked for a permission to something that is not there. */
export function isOfRegion({ partition, region }: Pick<Arn, "partition" | "region">): boolean {
  return partition === partitionOf(region);
}

const partitions = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-isob-", "aws-iso-b"],
  ["us-isof-", "aws-iso-f"],
  ["us-iso-", "aws-iso"],
  ["eu-isoe-", "aws-iso-e"],
  ["eusc-", "aws-eusc"],
] as const;

export function formatArn({ partition, service, region, account, resource }: Arn): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
