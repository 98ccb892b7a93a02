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
    id: `${shortName(region)}-az${index + 1}`,
  }));
}

/** `us-east-1` is `use1`, `ap-northeast-1` is `apne1`. */
function shortName(region: string): string {
  const [area = "", direction = "", number = ""] = region.split("-");
  const short = direction.replace(
    /^(north|south|east|west|central)(east|west)?$/,
    (_, first: string, second = "") => first.charAt(0) + second.charAt(0),
  );
  return `${area}${short}${number}`;
}
