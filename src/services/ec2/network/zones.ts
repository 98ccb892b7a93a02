export interface Zone {
  /** `us-east-1a` */
  readonly name: string;
  /** `use1-az1`: the same place in every account. */
  readonly id: string;
}

/** The regions that every account has, and how many zones each shows. Source: "AWS Regions", "Regions and Zones". */
const regions: Readonly<Record<string, number>> = {
  "ap-northeast-1": 3,
  "ap-northeast-2": 4,
  "ap-northeast-3": 3,
  "ap-south-1": 3,
  "ap-southeast-1": 3,
  "ap-southeast-2": 3,
  "ca-central-1": 3,
  "eu-central-1": 3,
  "eu-north-1": 3,
  "eu-west-1": 3,
  "eu-west-2": 3,
  "eu-west-3": 3,
  "sa-east-1": 3,
  "us-east-1": 6,
  "us-east-2": 3,
  "us-west-1": 2,
  "us-west-2": 4,
};

export const regionNames: readonly string[] = Object.keys(regions);

export function isRegion(name: string): boolean {
  return Object.hasOwn(regions, name);
}

/** Other partitions' and new regions have three. */
export function zonesOf(region: string): readonly Zone[] {
  const count = isRegion(region) ? (regions[region] ?? 3) : 3;
  return Array.from({ length: count }, (_, index) => ({
    name: `${region}${String.fromCharCode(0x61 + index)}`,
    id: `${shortName(region)}-az${numbersOf(region)[index] ?? index + 1}`,
  }));
}

/** Which place is a zone's is each account's own; this is that of many of us-east-1's. Elsewhere they are in order. */
function numbersOf(region: string): readonly number[] {
  return region === "us-east-1" ? [6, 1, 2, 4, 3, 5] : [];
}

/** `US East (N. Virginia)`; the region's own name for one that has no other here. */
export function longName(region: string): string {
  return Object.hasOwn(longNames, region) ? (longNames[region] ?? region) : region;
}

/** Source: "AWS Regions". */
const longNames: Readonly<Record<string, string>> = {
  "ap-northeast-1": "Asia Pacific (Tokyo)",
  "ap-northeast-2": "Asia Pacific (Seoul)",
  "ap-northeast-3": "Asia Pacific (Osaka)",
  "ap-south-1": "Asia Pacific (Mumbai)",
  "ap-southeast-1": "Asia Pacific (Singapore)",
  "ap-southeast-2": "Asia Pacific (Sydney)",
  "ca-central-1": "Canada (Central)",
  "eu-central-1": "Europe (Frankfurt)",
  "eu-north-1": "Europe (Stockholm)",
  "eu-west-1": "Europe (Ireland)",
  "eu-west-2": "Europe (London)",
  "eu-west-3": "Europe (Paris)",
  "sa-east-1": "South America (Sao Paulo)",
  "us-east-1": "US East (N. Virginia)",
  "us-east-2": "US East (Ohio)",
  "us-west-1": "US West (N. California)",
  "us-west-2": "US West (Oregon)",
};

/** `us-east-1` is `use1`, `ap-northeast-1` is `apne1`. */
function shortName(region: string): string {
  const [area = "", direction = "", number = ""] = region.split("-");
  const short = direction.replace(
    /^(north|south|east|west|central)(east|west)?$/,
    (_, first: string, second = "") => first.charAt(0) + second.charAt(0),
  );
  return `${area}${short}${number}`;
}
