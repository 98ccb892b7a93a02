import type { Attachment, Volume } from "../../block-storage/volumes/volume.ts";
import type { Tags } from "../../tags.ts";
import type { FilterTable } from "../resources/filters.ts";
import type { Instance } from "./instance.ts";
import { stateCodes } from "./instance.ts";

export interface TaggedInstance {
  readonly instance: Instance;
  readonly tags: Tags;
  readonly account: string;
  readonly volumes: readonly Volume[];
}

/** Source: "DescribeInstances", "Filters", as far as instances have what they compare. */
export const instanceFilters: FilterTable<TaggedInstance> = {
  architecture: ({ instance }) => [instance.architecture],
  "availability-zone": ({ instance }) => [instance.zone],
  "block-device-mapping.attach-time": (each) => devicesOf(each, ({ attachedMs }) => new Date(attachedMs).toISOString()),
  "block-device-mapping.delete-on-termination": (each) =>
    devicesOf(each, ({ deleteOnTermination }) => String(deleteOnTermination)),
  "block-device-mapping.device-name": (each) => devicesOf(each, ({ device }) => device),
  "block-device-mapping.status": (each) => devicesOf(each, ({ state }) => state),
  "block-device-mapping.volume-id": ({ volumes }) => volumes.map(({ id }) => id),
  "client-token": ({ instance }) => [instance.clientToken],
  "group-id": ({ instance }) => instance.groupIds,
  hypervisor: () => ["xen"],
  "image-id": ({ instance }) => [instance.imageId],
  "instance-id": ({ instance }) => [instance.id],
  "instance-state-code": ({ instance }) => [String(stateCodes[instance.state])],
  "instance-state-name": ({ instance }) => [instance.state],
  "instance-type": ({ instance }) => [instance.type],
  "instance.group-id": ({ instance }) => instance.groupIds,
  "ip-address": ({ instance }) => [instance.publicAddress],
  "launch-index": ({ instance }) => [String(instance.launchIndex)],
  "launch-time": ({ instance }) => [new Date(instance.launchedMs).toISOString()],
  "monitoring-state": ({ instance }) => [instance.isMonitored ? "enabled" : "disabled"],
  "network-interface.network-interface-id": ({ instance }) => [instance.networkInterfaceId],
  "network-interface.subnet-id": ({ instance }) => [instance.subnetId],
  "network-interface.vpc-id": ({ instance }) => [instance.vpcId],
  "owner-id": ({ account }) => [account],
  "private-ip-address": ({ instance }) => [instance.privateAddress],
  reason: ({ instance }) => [instance.reason?.transition],
  "reservation-id": ({ instance }) => [instance.reservationId],
  "root-device-type": () => ["ebs"],
  "source-dest-check": ({ instance }) => [String(instance.sourceDestCheck)],
  "state-reason-code": ({ instance }) => [instance.reason?.code],
  "subnet-id": ({ instance }) => [instance.subnetId],
  tenancy: () => ["default"],
  "virtualization-type": () => ["hvm"],
  "vpc-id": ({ instance }) => [instance.vpcId],
};

function devicesOf({ instance, volumes }: TaggedInstance, tell: (attachment: Attachment) => string): string[] {
  return volumes.flatMap(({ attachments }) => attachments.filter((each) => each.instanceId === instance.id).map(tell));
}
