import type { Attachment } from "../../block-storage/volumes/volume.ts";
import { associationOf } from "../addresses/address.ts";
import { macOf, type NetworkInterface, ofInstance } from "../interfaces/network-interface.ts";
import { privateName, publicName } from "../network/default-network.ts";
import type { FilterTable } from "../resources/filters.ts";
import { zoneIdOf } from "../volumes/to-volume.ts";
import { stateCodes } from "./instance.ts";
import { type InstanceFacts, privateNameOf, publicAddressOf } from "./to-instance.ts";

/** Source: "DescribeInstances", "Filters". */
export function instanceFilters(region: string): FilterTable<InstanceFacts> {
  return {
    ...withoutAny([
      "capacity-reservation-specification.capacity-reservation-target.capacity-reservation-id",
      "capacity-reservation-specification.capacity-reservation-target.capacity-reservation-resource-group-arn",
      "ipv6-address",
      "network-performance-options.bandwidth-weighting",
      "operator.principal",
    ]),
    "capacity-reservation-specification.capacity-reservation-preference": () => ["open"],
    "metadata-options.state": ({ instance }) => [instance.state === "pending" ? "pending" : "applied"],
    "operator.managed": () => ["false"],
    "availability-zone-id": ({ instance }) => [zoneIdOf(instance.zone, region)],
    affinity: () => [],
    architecture: ({ instance }) => [instance.architecture],
    "availability-zone": ({ instance }) => [instance.zone],
    "block-device-mapping.attach-time": (each) =>
      devicesOf(each, ({ attachedMs }) => new Date(attachedMs).toISOString()),
    "block-device-mapping.delete-on-termination": (each) =>
      devicesOf(each, ({ deleteOnTermination }) => String(deleteOnTermination)),
    "block-device-mapping.device-name": (each) => devicesOf(each, ({ device }) => device),
    "block-device-mapping.status": (each) => devicesOf(each, ({ state }) => state),
    "block-device-mapping.volume-id": ({ volumes }) => volumes.map(({ id }) => id),
    "boot-mode": () => [],
    "capacity-reservation-id": () => [],
    "client-token": ({ instance }) => [instance.clientToken],
    "current-instance-boot-mode": () => ["legacy-bios"],
    "dns-name": (facts) => {
      const address = publicAddressOf(facts);
      return [address && publicName(address, region)];
    },
    "ebs-optimized": ({ instance }) => [String(instance.isEbsOptimized ?? false)],
    "ena-support": () => ["true"],
    "enclave-options.enabled": () => ["false"],
    "hibernation-options.configured": () => ["false"],
    "host-id": () => [],
    hypervisor: () => ["xen"],
    "iam-instance-profile.arn": ({ instance }) => [instance.profile?.arn],
    "iam-instance-profile.id": ({ instance }) => [instance.profile?.id],
    "image-id": ({ instance }) => [instance.imageId],
    "instance-id": ({ instance }) => [instance.id],
    "instance-lifecycle": () => [],
    "instance-state-code": ({ instance }) => [String(stateCodes[instance.state])],
    "instance-state-name": ({ instance }) => [instance.state],
    "instance-type": ({ instance }) => [instance.type],
    "instance.group-id": ({ instance }) => instance.groupIds,
    "instance.group-name": groupNames,
    "group-id": ({ instance }) => instance.groupIds,
    "group-name": groupNames,
    "ip-address": (facts) => [publicAddressOf(facts)],
    ipv6Addresses: () => [],
    "kernel-id": () => [],
    "key-name": ({ instance }) => [instance.keyName],
    "launch-index": ({ instance }) => [String(instance.launchIndex)],
    "launch-time": ({ instance }) => [new Date(instance.launchedMs).toISOString()],
    "maintenance-options.auto-recovery": ({ instance }) => [instance.isRecoveryOff ? "disabled" : "default"],
    "metadata-options.http-endpoint": ({ instance }) => [instance.isMetadataOff ? "disabled" : "enabled"],
    "metadata-options.http-protocol-ipv4": () => ["enabled"],
    "metadata-options.http-protocol-ipv6": () => ["disabled"],
    "metadata-options.http-put-response-hop-limit": ({ instance }) => [
      String(instance.hopLimit ?? (instance.tokensRequired ? 2 : 1)),
    ],
    "metadata-options.http-tokens": ({ instance }) => [instance.tokensRequired ? "required" : "optional"],
    "metadata-options.instance-metadata-tags": ({ instance }) => [instance.hasMetadataTags ? "enabled" : "disabled"],
    "monitoring-state": ({ instance }) => [instance.isMonitored ? "enabled" : "disabled"],
    ...interfaceFilters(region),
    "outpost-arn": () => [],
    "owner-id": ({ account }) => [account],
    "placement-group-name": () => [],
    "placement-partition-number": () => [],
    platform: () => [],
    "platform-details": () => ["Linux/UNIX"],
    "private-dns-name": ({ instance }) => [privateNameOf(instance, region)],
    "private-dns-name-options.enable-resource-name-dns-a-record": ({ instance }) => [
      String(instance.hasNameRecord ?? false),
    ],
    "private-dns-name-options.enable-resource-name-dns-aaaa-record": () => ["false"],
    "private-dns-name-options.hostname-type": ({ instance }) => [instance.hostnameType ?? "ip-name"],
    "private-ip-address": ({ instance }) => [instance.privateAddress],
    "product-code": () => [],
    "product-code.type": () => [],
    "ramdisk-id": () => [],
    reason: ({ instance }) => [instance.reason?.transition],
    "requester-id": () => [],
    "reservation-id": ({ instance }) => [instance.reservationId],
    "root-device-name": ({ instance }) => [instance.rootDeviceName],
    "root-device-type": () => ["ebs"],
    "source-dest-check": ({ instance }) => [String(instance.sourceDestCheck)],
    "spot-instance-request-id": () => [],
    "state-reason-code": ({ instance }) => [instance.reason?.code],
    "state-reason-message": ({ instance }) => [instance.reason?.message],
    "subnet-id": ({ instance }) => [instance.subnetId],
    tenancy: () => ["default"],
    "tpm-support": () => [],
    "usage-operation": () => ["RunInstances"],
    "usage-operation-update-time": ({ instance }) => [new Date(instance.madeMs ?? instance.launchedMs).toISOString()],
    "virtualization-type": () => ["hvm"],
    "vpc-id": ({ instance }) => [instance.vpcId],
  };
}

/** Of which there is nothing here. */
function withoutAny(names: readonly string[]): FilterTable<InstanceFacts> {
  return Object.fromEntries(names.map((name) => [name, () => []]));
}

function devicesOf({ instance, volumes }: InstanceFacts, tell: (attachment: Attachment) => string): string[] {
  return volumes.flatMap(({ attachments }) => attachments.filter((each) => each.instanceId === instance.id).map(tell));
}

function groupNames({ instance, names }: InstanceFacts): readonly (string | undefined)[] {
  return instance.groupIds.map((id) => names.groupNames.get(id));
}

/** Of all interfaces of an instance. */
function interfaceFilters(region: string): FilterTable<InstanceFacts> {
  type Value = (own: NetworkInterface, facts: InstanceFacts) => readonly (string | undefined)[];
  const of = (value: Value) => (facts: InstanceFacts) =>
    [ofInstance(facts.instance), ...facts.further].flatMap((own) => value(own, facts));
  const elastic: (own: NetworkInterface, facts: InstanceFacts) => ReturnType<typeof associationOf> = (own, { names }) =>
    associationOf(names.addresses, own.id, own.privateAddress);
  const attachment = (value: (of: NonNullable<NetworkInterface["attachment"]>) => string) =>
    of((own) => [own.attachment && value(own.attachment)]);
  const publicDns = (facts: InstanceFacts) => {
    const address = publicAddressOf(facts);
    return [address && publicName(address, region)];
  };
  return {
    ...withoutAny([
      "network-interface.addresses.association.carrier-ip",
      "network-interface.addresses.association.customer-owned-ip",
      "network-interface.association.carrier-ip",
      "network-interface.association.customer-owned-ip",
      "network-interface.ipv4-prefixes.ipv4-prefix",
      "network-interface.ipv6-address",
      "network-interface.ipv6-addresses.is-primary-ipv6",
      "network-interface.ipv6-prefixes.ipv6-prefix",
      "network-interface.operator.principal",
      "network-interface.outpost-arn",
    ]),
    "network-interface.addresses.association.public-dns-name": publicDns,
    "network-interface.addresses.private-dns-name": of((own) =>
      [own.privateAddress, ...own.secondaryAddresses].map((address) => privateName(address, region)),
    ),
    "network-interface.association.ip-owner-id": of((own, facts) => [
      elastic(own, facts)?.account ?? (publicAddressOf(facts) && "amazon"),
    ]),
    "network-interface.attachment.network-card-index": attachment(() => "0"),
    "network-interface.deny-all-igw-traffic": of(() => ["false"]),
    "network-interface.ipv6-native": of(() => ["false"]),
    "network-interface.operator.managed": of(() => ["false"]),
    "network-interface.private-ip-address": of((own) => [own.privateAddress]),
    "network-interface.tag-key": of((own, { interfaceTags }) => Object.keys(interfaceTags.get(own.id) ?? {})),
    "network-interface.tag-value": of((own, { interfaceTags }) => Object.values(interfaceTags.get(own.id) ?? {})),
    "network-interface.public-dns-name": publicDns,
    "network-interface.addresses.association.allocation-id": of((own, facts) => [elastic(own, facts)?.id]),
    "network-interface.addresses.association.association-id": of((own, facts) => [
      elastic(own, facts)?.association?.id,
    ]),
    "network-interface.addresses.association.ip-owner-id": of((own, facts) => [elastic(own, facts)?.account]),
    "network-interface.addresses.association.public-ip": of((own, facts) => [elastic(own, facts)?.publicAddress]),
    "network-interface.addresses.primary": of((own) => ["true", ...own.secondaryAddresses.map(() => "false")]),
    "network-interface.addresses.private-ip-address": of((own) => [own.privateAddress, ...own.secondaryAddresses]),
    "network-interface.association.allocation-id": of((own, facts) => [elastic(own, facts)?.id]),
    "network-interface.association.association-id": of((own, facts) => [elastic(own, facts)?.association?.id]),
    "network-interface.association.public-dns-name": publicDns,
    "network-interface.association.public-ip": (facts) => [publicAddressOf(facts)],
    "network-interface.attachment.attach-time": attachment(({ attachedMs }) => new Date(attachedMs).toISOString()),
    "network-interface.attachment.attachment-id": attachment(({ id }) => id),
    "network-interface.attachment.delete-on-termination": attachment((each) => String(each.deleteOnTermination)),
    "network-interface.attachment.device-index": attachment(({ deviceIndex }) => String(deviceIndex)),
    "network-interface.attachment.instance-id": attachment(({ instanceId }) => instanceId),
    "network-interface.attachment.instance-owner-id": of((_own, { account }) => [account]),
    "network-interface.attachment.status": attachment(() => "attached"),
    "network-interface.availability-zone": of((own) => [own.zone]),
    "network-interface.description": of((own) => [own.description]),
    "network-interface.group-id": of((own) => own.groupIds),
    "network-interface.group-name": of((own, { names }) => own.groupIds.map((id) => names.groupNames.get(id))),
    "network-interface.ipv6-addresses.ipv6-address": () => [],
    "network-interface.mac-address": of((own) => [macOf(own.id)]),
    "network-interface.network-interface-id": of((own) => [own.id]),
    "network-interface.owner-id": of((_own, { account }) => [account]),
    "network-interface.private-dns-name": of((own) => [privateName(own.privateAddress, region)]),
    "network-interface.requester-id": () => [],
    "network-interface.requester-managed": of(() => ["false"]),
    "network-interface.source-dest-check": of((own) => [String(own.sourceDestCheck)]),
    "network-interface.status": of(() => ["in-use"]),
    "network-interface.subnet-id": of((own) => [own.subnetId]),
    "network-interface.vpc-id": of((own) => [own.vpcId]),
  };
}
