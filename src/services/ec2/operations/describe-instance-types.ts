import { dryRun, invalidTypes } from "../errors.ts";
import { type InstanceType, instanceTypes } from "../instance-types/instance-types.ts";
import { toInstanceType } from "../instance-types/to-instance-type.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters, type FilterTable } from "../resources/filters.ts";
import { checkPage, toPage } from "../resources/page.ts";

/** The types that instances can have here: the families that people begin with. */
export const describeInstanceTypes: Ec2Operation<"DescribeInstanceTypes"> = async (input) => {
  const { InstanceTypes: names = [], Filters, DryRun } = input;
  checkPage(input, names, "instanceTypesSet");
  const missing = names.filter((name) => !instanceTypes.has(name));
  if (missing.length > 0) throw invalidTypes(missing);
  if (DryRun) throw dryRun();
  const fits = compileFilters(Filters, filters);
  const shown = [...instanceTypes.values()]
    .filter((type) => (names.length === 0 || (names as readonly string[]).includes(type.name)) && fits(type))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  const { items, NextToken } = toPage(shown, ({ name }) => name, input);
  return { InstanceTypes: items.map(toInstanceType), NextToken };
};

/** What AWS can be asked for beside that: each is what the answer has at that place, and matches nothing where the answer says nothing of it. */
const told = [
  "auto-recovery-supported",
  "dedicated-hosts-supported",
  "ebs-info.attachment-limit-type",
  "ebs-info.maximum-ebs-attachments",
  "ebs-info.ebs-optimized-info.baseline-bandwidth-in-mbps",
  "ebs-info.ebs-optimized-info.baseline-iops",
  "ebs-info.ebs-optimized-info.baseline-throughput-in-mbps",
  "ebs-info.ebs-optimized-info.maximum-bandwidth-in-mbps",
  "ebs-info.ebs-optimized-info.maximum-iops",
  "ebs-info.ebs-optimized-info.maximum-throughput-in-mbps",
  "ebs-info.ebs-optimized-support",
  "ebs-info.encryption-support",
  "ebs-info.nvme-support",
  "hibernation-supported",
  "hypervisor",
  "instance-storage-info.disk.count",
  "instance-storage-info.disk.size-in-gb",
  "instance-storage-info.disk.type",
  "instance-storage-info.encryption-support",
  "instance-storage-info.nvme-support",
  "instance-storage-info.total-size-in-gb",
  "network-info.bandwidth-weightings",
  "network-info.efa-info.maximum-efa-interfaces",
  "network-info.efa-supported",
  "network-info.ena-support",
  "network-info.flexible-ena-queues-support",
  "network-info.encryption-in-transit-supported",
  "network-info.ipv4-addresses-per-interface",
  "network-info.ipv6-addresses-per-interface",
  "network-info.ipv6-supported",
  "network-info.maximum-network-cards",
  "network-info.maximum-network-interfaces",
  "network-info.network-performance",
  "nitro-enclaves-support",
  "nitro-tpm-support",
  "nitro-tpm-info.supported-versions",
  "processor-info.sustained-clock-speed-in-ghz",
  "processor-info.supported-features",
  "reboot-migration-support",
  "supported-boot-mode",
  "vcpu-info.default-cores",
  "vcpu-info.default-threads-per-core",
  "vcpu-info.valid-cores",
  "vcpu-info.valid-threads-per-core",
] as const;

/** `vcpu-info.default-cores` of an answer's `VCpuInfo.DefaultCores`. */
function toldBy(type: InstanceType, name: string): readonly string[] {
  let values: readonly unknown[] = [toInstanceType(type)];
  for (const part of name.split(".")) {
    const wanted = part.replaceAll("-", "");
    values = values.flatMap((value) => {
      const entries = Object.entries((value ?? {}) as Readonly<Record<string, unknown>>);
      return entries.flatMap(([key, found]) => (key.toLowerCase() === wanted ? [found].flat() : []));
    });
  }
  return values.map(String);
}

const filters: FilterTable<InstanceType> = {
  ...Object.fromEntries(told.map((name) => [name, (type: InstanceType) => toldBy(type, name)])),
  "bare-metal": () => ["false"],
  "burstable-performance-supported": ({ isBurstable }) => [String(isBurstable)],
  "current-generation": ({ isCurrent }) => [String(isCurrent)],
  "free-tier-eligible": (type) => [String(toInstanceType(type).FreeTierEligible)],
  "instance-storage-supported": () => ["false"],
  "instance-type": ({ name }) => [name],
  "memory-info.size-in-mib": ({ memoryMiB }) => [String(memoryMiB)],
  "processor-info.supported-architecture": ({ architectures }) => architectures,
  "supported-root-device-type": () => ["ebs"],
  "supported-usage-class": () => ["on-demand"],
  "supported-virtualization-type": () => ["hvm"],
  "vcpu-info.default-vcpus": ({ vcpus }) => [String(vcpus)],
};
