/** Source: "Maximum IP addresses per network interface". */
export function interfacesOf(family: string, size: string): { interfaces: number; addressesPerInterface: number } {
  const own = family.startsWith("t") || family === "m1" ? (small[`${family}.${size}`] ?? small[size]) : large[size];
  const [interfaces, addressesPerInterface] = own ?? [2, 4];
  return { interfaces, addressesPerInterface };
}

type Counts = readonly [interfaces: number, addresses: number];

const small: Readonly<Record<string, Counts>> = {
  nano: [2, 2],
  micro: [2, 2],
  small: [3, 4],
  medium: [3, 6],
  large: [3, 12],
  xlarge: [4, 15],
  "2xlarge": [4, 15],
  "t2.xlarge": [3, 15],
  "t2.2xlarge": [3, 15],
  "m1.small": [2, 4],
  "m1.medium": [2, 6],
  "m1.large": [3, 10],
};

const large: Readonly<Record<string, Counts>> = {
  medium: [2, 4],
  large: [3, 10],
  xlarge: [4, 15],
  "2xlarge": [4, 15],
  "4xlarge": [8, 30],
  "8xlarge": [8, 30],
};

export function networkOf(family: string, vcpus: number): string {
  if (family === "m1") return vcpus > 1 ? "Moderate" : "Low";
  if (family === "t2") return "Low to Moderate";
  if (family.startsWith("t")) return "Up to 5 Gigabit";
  if (vcpus < 32)
    return family === "m7g" || family.startsWith("c6i") || family === "m6i" ? "Up to 12.5 Gigabit" : "Up to 10 Gigabit";
  return family.endsWith("5") ? "10 Gigabit" : "12.5 Gigabit";
}
