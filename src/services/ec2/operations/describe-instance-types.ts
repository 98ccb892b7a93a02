import type { InstanceTypeInfo } from "@aws-sdk/client-ec2";
import { dryRun, invalidTypes } from "../errors.ts";
import { type InstanceType, instanceTypes } from "../instance-types/instance-types.ts";
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
  return { InstanceTypes: items.map(toType), NextToken };
};

function toType(type: InstanceType): InstanceTypeInfo {
  return {
    InstanceType: type.name as InstanceTypeInfo["InstanceType"],
    CurrentGeneration: type.isCurrent,
    FreeTierEligible: isFree(type),
    SupportedUsageClasses: ["on-demand"],
    SupportedRootDeviceTypes: ["ebs"],
    SupportedVirtualizationTypes: ["hvm"],
    BareMetal: false,
    ProcessorInfo: { SupportedArchitectures: [...type.architectures] },
    VCpuInfo: { DefaultVCpus: type.vcpus },
    MemoryInfo: { SizeInMiB: type.memoryMiB },
    InstanceStorageSupported: false,
    BurstablePerformanceSupported: type.isBurstable,
    HibernationSupported: false,
    AutoRecoverySupported: false,
  };
}

function isFree({ name }: InstanceType): boolean {
  return name === "t2.micro" || name === "t3.micro";
}

const filters: FilterTable<InstanceType> = {
  "bare-metal": () => ["false"],
  "burstable-performance-supported": ({ isBurstable }) => [String(isBurstable)],
  "current-generation": ({ isCurrent }) => [String(isCurrent)],
  "free-tier-eligible": (type) => [String(isFree(type))],
  "instance-storage-supported": () => ["false"],
  "instance-type": ({ name }) => [name],
  "memory-info.size-in-mib": ({ memoryMiB }) => [String(memoryMiB)],
  "processor-info.supported-architecture": ({ architectures }) => architectures,
  "supported-root-device-type": () => ["ebs"],
  "supported-usage-class": () => ["on-demand"],
  "supported-virtualization-type": () => ["hvm"],
  "vcpu-info.default-vcpus": ({ vcpus }) => [String(vcpus)],
};
