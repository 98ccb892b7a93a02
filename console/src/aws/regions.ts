/** The regions of the menu, in AWS's order. Source: AWS General Reference, "Regional endpoints". */
export const regions: readonly { readonly code: string; readonly name: string; readonly group: string }[] = [
  { code: "us-east-1", name: "N. Virginia", group: "United States" },
  { code: "us-east-2", name: "Ohio", group: "United States" },
  { code: "us-west-1", name: "N. California", group: "United States" },
  { code: "us-west-2", name: "Oregon", group: "United States" },
  { code: "ap-south-1", name: "Mumbai", group: "Asia Pacific" },
  { code: "ap-northeast-3", name: "Osaka", group: "Asia Pacific" },
  { code: "ap-northeast-2", name: "Seoul", group: "Asia Pacific" },
  { code: "ap-southeast-1", name: "Singapore", group: "Asia Pacific" },
  { code: "ap-southeast-2", name: "Sydney", group: "Asia Pacific" },
  { code: "ap-northeast-1", name: "Tokyo", group: "Asia Pacific" },
  { code: "ca-central-1", name: "Central", group: "Canada" },
  { code: "eu-central-1", name: "Frankfurt", group: "Europe" },
  { code: "eu-west-1", name: "Ireland", group: "Europe" },
  { code: "eu-west-2", name: "London", group: "Europe" },
  { code: "eu-west-3", name: "Paris", group: "Europe" },
  { code: "eu-north-1", name: "Stockholm", group: "Europe" },
  { code: "sa-east-1", name: "São Paulo", group: "South America" },
];

export const defaultRegion = "us-east-1";

export function regionName(code: string): string {
  return regions.find((region) => region.code === code)?.name ?? code;
}
