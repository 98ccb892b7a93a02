import { interfacesOf, networkOf } from "./size-facts.ts";

export interface InstanceType {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly architectures: readonly ("x86_64" | "arm64")[];
  readonly isCurrent: boolean;
  /** Of the T families. */
  readonly isBurstable: boolean;
  /** The most network interfaces, and addresses of each. */
  readonly interfaces: number;
  readonly addressesPerInterface: number;
  /** `Up to 5 Gigabit` */
  readonly network: string;
}

/** Of a RunInstances that names none. */
export const defaultInstanceType = "m1.small";

const gib = 1024;

/** [size, vCPUs, GiB] */
type Size = readonly [size: string, vcpus: number, memoryGiB: number];

const burstable: readonly Size[] = [
  ["nano", 2, 0.5],
  ["micro", 2, 1],
  ["small", 2, 2],
  ["medium", 2, 4],
  ["large", 2, 8],
  ["xlarge", 4, 16],
  ["2xlarge", 8, 32],
];

/** Families whose memory grows with their vCPUs. */
function family(memoryPerVcpuGiB: number, smallest: "medium" | "large"): readonly Size[] {
  const vcpus: readonly (readonly [string, number])[] = [
    ...(smallest === "medium" ? ([["medium", 1]] as const) : []),
    ["large", 2],
    ["xlarge", 4],
    ["2xlarge", 8],
    ["4xlarge", 16],
    ["8xlarge", 32],
  ];
  return vcpus.map(([size, count]) => [size, count, count * memoryPerVcpuGiB]);
}

/** Source: "Amazon EC2 instance types", "Specifications". */
const families: readonly {
  readonly name: string;
  readonly architecture: "x86_64" | "arm64";
  readonly sizes: readonly Size[];
  readonly isFormer?: boolean;
}[] = [
  {
    name: "t2",
    architecture: "x86_64",
    sizes: [
      ["nano", 1, 0.5],
      ["micro", 1, 1],
      ["small", 1, 2],
      ["medium", 2, 4],
      ["large", 2, 8],
      ["xlarge", 4, 16],
      ["2xlarge", 8, 32],
    ],
  },
  { name: "t3", architecture: "x86_64", sizes: burstable },
  { name: "t3a", architecture: "x86_64", sizes: burstable },
  { name: "t4g", architecture: "arm64", sizes: burstable },
  {
    name: "m1",
    architecture: "x86_64",
    sizes: [
      ["small", 1, 1.7],
      ["medium", 1, 3.7],
      ["large", 2, 7.5],
      ["xlarge", 4, 15],
    ],
    isFormer: true,
  },
  { name: "m5", architecture: "x86_64", sizes: family(4, "large") },
  { name: "m6i", architecture: "x86_64", sizes: family(4, "large") },
  { name: "m6g", architecture: "arm64", sizes: family(4, "medium") },
  { name: "m7g", architecture: "arm64", sizes: family(4, "medium") },
  { name: "c5", architecture: "x86_64", sizes: family(2, "large") },
  { name: "c6i", architecture: "x86_64", sizes: family(2, "large") },
  { name: "c7g", architecture: "arm64", sizes: family(2, "medium") },
  { name: "r5", architecture: "x86_64", sizes: family(8, "large") },
  { name: "r6g", architecture: "arm64", sizes: family(8, "medium") },
];

export const instanceTypes: ReadonlyMap<string, InstanceType> = new Map(
  families.flatMap(({ name, architecture, sizes, isFormer = false }) =>
    sizes.map(([size, vcpus, memoryGiB]): [string, InstanceType] => [
      `${name}.${size}`,
      {
        name: `${name}.${size}`,
        vcpus,
        memoryMiB: Math.round(memoryGiB * gib),
        architectures: [architecture],
        isCurrent: !isFormer,
        isBurstable: name.startsWith("t"),
        ...interfacesOf(name, size),
        network: networkOf(name, vcpus),
      },
    ]),
  ),
);
