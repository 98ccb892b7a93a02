import type { ResponseLaunchTemplateData } from "@aws-sdk/client-ec2";
import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, missingParameter } from "../errors.ts";
import { findInstances } from "../instances/find-instances.ts";
import { toMetadataOptions } from "../instances/metadata-options.ts";
import { withFacts } from "../instances/to-instance.ts";
import type { Ec2Operation } from "../operation.ts";

/** What a template would have to say to launch another instance like this one. */
export const getLaunchTemplateData: Ec2Operation<"GetLaunchTemplateData"> = async (input, context) => {
  const { InstanceId: id, DryRun } = input;
  if (id === undefined) throw missingParameter("InstanceId");
  const [facts] = await context.host.storage
    .partition(regionKey(context))
    .read(async (tx) => withFacts(tx, await findInstances(tx, [id]), context));
  if (DryRun) throw dryRun();
  if (!facts) throw missingParameter("InstanceId");
  const { instance, tags } = facts;
  const { State: _, ...MetadataOptions } = toMetadataOptions(instance, "applied");
  const LaunchTemplateData: ResponseLaunchTemplateData = {
    ImageId: instance.imageId,
    InstanceType: instance.type as ResponseLaunchTemplateData["InstanceType"],
    KeyName: instance.keyName,
    Monitoring: { Enabled: instance.isMonitored },
    Placement: { AvailabilityZone: instance.zone, GroupName: "", Tenancy: "default" },
    DisableApiTermination: instance.isTerminationProtected,
    DisableApiStop: instance.isStopProtected,
    InstanceInitiatedShutdownBehavior: instance.shutdownBehavior,
    UserData: instance.userData,
    EbsOptimized: instance.isEbsOptimized ?? false,
    IamInstanceProfile: instance.profile && { Arn: instance.profile.arn },
    CreditSpecification: instance.cpuCredits && { CpuCredits: instance.cpuCredits },
    NetworkInterfaces: [
      {
        DeviceIndex: 0,
        SubnetId: instance.subnetId,
        Groups: [...instance.groupIds],
        AssociatePublicIpAddress: instance.hasPublicAddress,
        DeleteOnTermination: instance.deletesInterface ?? true,
        Description: instance.interfaceDescription ?? "",
      },
    ],
    TagSpecifications:
      Object.keys(tags).length === 0
        ? []
        : [{ ResourceType: "instance", Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }],
    MetadataOptions: MetadataOptions as ResponseLaunchTemplateData["MetadataOptions"],
  };
  return { LaunchTemplateData };
};
