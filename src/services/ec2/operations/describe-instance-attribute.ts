import type { DescribeInstanceAttributeCommandOutput } from "@aws-sdk/client-ec2";
import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, missingParameter, notSupported } from "../errors.ts";
import { findInstances } from "../instances/find-instances.ts";
import type { Instance } from "../instances/instance.ts";
import type { Ec2Operation } from "../operation.ts";

/** One attribute of one instance. */
export const describeInstanceAttribute: Ec2Operation<"DescribeInstanceAttribute"> = async (input, context) => {
  const { InstanceId: id, Attribute: name, DryRun } = input;
  if (id === undefined) throw missingParameter("InstanceId");
  if (name === undefined) throw missingParameter("Attribute");
  if (DryRun) throw dryRun();
  const [instance] = await context.host.storage.partition(regionKey(context)).read((tx) => findInstances(tx, [id]));
  const attribute = attributes[name];
  if (!attribute || !instance) throw notSupported(`the attribute ${name}`);
  return { InstanceId: id, ...attribute(instance) };
};

type Attribute = Omit<DescribeInstanceAttributeCommandOutput, "$metadata">;

const attributes: Readonly<Record<string, (instance: Instance) => Attribute>> = {
  blockDeviceMapping: () => ({ BlockDeviceMappings: [] }),
  disableApiStop: ({ isStopProtected }) => ({ DisableApiStop: { Value: isStopProtected } }),
  disableApiTermination: ({ isTerminationProtected }) => ({ DisableApiTermination: { Value: isTerminationProtected } }),
  ebsOptimized: ({ isEbsOptimized = false }) => ({ EbsOptimized: { Value: isEbsOptimized } }),
  enclaveOptions: () => ({ EnclaveOptions: { Enabled: false } }),
  kernel: () => ({ KernelId: {} }),
  ramdisk: () => ({ RamdiskId: {} }),
  rootDeviceName: ({ rootDeviceName }) => ({ RootDeviceName: { Value: rootDeviceName } }),
  sriovNetSupport: () => ({ SriovNetSupport: {} }),
  enaSupport: () => ({ EnaSupport: { Value: true } }),
  groupSet: ({ groupIds }) => ({ Groups: groupIds.map((GroupId) => ({ GroupId })) }),
  instanceInitiatedShutdownBehavior: ({ shutdownBehavior }) => ({
    InstanceInitiatedShutdownBehavior: { Value: shutdownBehavior },
  }),
  instanceType: ({ type }) => ({ InstanceType: { Value: type } }),
  productCodes: () => ({ ProductCodes: [] }),
  sourceDestCheck: ({ sourceDestCheck }) => ({ SourceDestCheck: { Value: sourceDestCheck } }),
  userData: ({ userData }) => ({ UserData: userData === undefined ? {} : { Value: userData } }),
};
