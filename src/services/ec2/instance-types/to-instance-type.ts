import type { InstanceTypeInfo } from "@aws-sdk/client-ec2";
import type { InstanceType } from "./instance-types.ts";

/** Source: "InstanceTypeInfo" and "Instances built on the AWS Nitro System". Bandwidths of volumes are not told. */
export function toInstanceType(type: InstanceType): InstanceTypeInfo {
  const { name, vcpus, isCurrent, isBurstable, network, interfaces, addressesPerInterface } = type;
  const isFormer = !isCurrent;
  const isNitro = isCurrent && !name.startsWith("t2.");
  const isArm = type.architectures.includes("arm64");
  const threadsPerCore = isNitro && !isArm ? 2 : 1;
  return {
    InstanceType: name as InstanceTypeInfo["InstanceType"],
    CurrentGeneration: isCurrent,
    FreeTierEligible: name === "t2.micro" || name === "t3.micro",
    SupportedUsageClasses: ["on-demand"],
    SupportedRootDeviceTypes: ["ebs"],
    SupportedVirtualizationTypes: ["hvm"],
    SupportedBootModes: isArm ? ["uefi"] : isNitro ? ["legacy-bios", "uefi"] : ["legacy-bios"],
    BareMetal: false,
    Hypervisor: isNitro ? "nitro" : "xen",
    ProcessorInfo: { SupportedArchitectures: [...type.architectures] },
    VCpuInfo: {
      DefaultVCpus: vcpus,
      DefaultCores: vcpus / threadsPerCore,
      DefaultThreadsPerCore: threadsPerCore,
    },
    MemoryInfo: { SizeInMiB: type.memoryMiB },
    InstanceStorageSupported: false,
    EbsInfo: {
      EbsOptimizedSupport: isNitro ? "default" : "unsupported",
      EncryptionSupport: "supported",
      NvmeSupport: isNitro ? "required" : "unsupported",
    },
    NetworkInfo: {
      NetworkPerformance: network,
      MaximumNetworkInterfaces: interfaces,
      MaximumNetworkCards: 1,
      DefaultNetworkCardIndex: 0,
      NetworkCards: [{ NetworkCardIndex: 0, NetworkPerformance: network, MaximumNetworkInterfaces: interfaces }],
      Ipv4AddressesPerInterface: addressesPerInterface,
      Ipv6AddressesPerInterface: isFormer ? 0 : addressesPerInterface,
      Ipv6Supported: isCurrent,
      EnaSupport: isNitro ? "required" : "unsupported",
      EfaSupported: false,
    },
    PlacementGroupInfo: {
      SupportedStrategies: isBurstable || isFormer ? ["partition", "spread"] : ["cluster", "partition", "spread"],
    },
    BurstablePerformanceSupported: isBurstable,
    HibernationSupported: false,
    AutoRecoverySupported: false,
  };
}
