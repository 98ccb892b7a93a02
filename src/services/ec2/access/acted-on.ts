/**
 * The members of an operation's input that name what it acts on, and what it makes. Each resource needs the operation's permission.
 * Source: "Actions, resources, and condition keys for Amazon EC2".
 */
export interface ActedOn {
  /** The kind of what is made, which has no id before. */
  readonly makes?: string;
  readonly members?: readonly string[];
}

const groupRules: ActedOn = { members: ["GroupId", "SecurityGroupRuleIds"] };

export const actedOn: Readonly<Record<string, ActedOn>> = {
  AllocateAddress: { makes: "elastic-ip" },
  AssignPrivateIpAddresses: { members: ["NetworkInterfaceId"] },
  AssociateAddress: { members: ["AllocationId", "InstanceId", "NetworkInterfaceId"] },
  AssociateIamInstanceProfile: { members: ["InstanceId"] },
  AssociateRouteTable: { members: ["RouteTableId", "SubnetId", "GatewayId"] },
  AttachInternetGateway: { members: ["InternetGatewayId", "VpcId"] },
  AttachVolume: { members: ["VolumeId", "InstanceId"] },
  AttachNetworkInterface: { members: ["NetworkInterfaceId", "InstanceId"] },
  AuthorizeSecurityGroupEgress: groupRules,
  AuthorizeSecurityGroupIngress: groupRules,
  CopyImage: { makes: "image" },
  CopySnapshot: { makes: "snapshot" },
  CreateImage: { makes: "image", members: ["InstanceId"] },
  CreateInternetGateway: { makes: "internet-gateway" },
  CreateKeyPair: { makes: "key-pair" },
  CreateLaunchTemplate: { makes: "launch-template" },
  CreateLaunchTemplateVersion: { members: ["LaunchTemplateId"] },
  CreateNetworkInterface: { makes: "network-interface", members: ["SubnetId", "Groups"] },
  CreateRoute: { members: ["RouteTableId"] },
  CreateRouteTable: { makes: "route-table", members: ["VpcId"] },
  CreateSecurityGroup: { makes: "security-group", members: ["VpcId"] },
  CreateSnapshot: { makes: "snapshot", members: ["VolumeId"] },
  CreateSnapshots: { makes: "snapshot" },
  CreateSubnet: { makes: "subnet", members: ["VpcId"] },
  CreateTags: { members: ["Resources"] },
  CreateVolume: { makes: "volume", members: ["SnapshotId"] },
  CreateVpc: { makes: "vpc" },
  DeleteInternetGateway: { members: ["InternetGatewayId"] },
  DeleteKeyPair: { members: ["KeyPairId"] },
  DeleteLaunchTemplate: { members: ["LaunchTemplateId"] },
  DeleteLaunchTemplateVersions: { members: ["LaunchTemplateId"] },
  DeleteNetworkInterface: { members: ["NetworkInterfaceId"] },
  DeleteRoute: { members: ["RouteTableId"] },
  DeleteRouteTable: { members: ["RouteTableId"] },
  DeleteSecurityGroup: { members: ["GroupId"] },
  DeleteSnapshot: { members: ["SnapshotId"] },
  DeleteSubnet: { members: ["SubnetId"] },
  DeleteTags: { members: ["Resources"] },
  DeleteVolume: { members: ["VolumeId"] },
  DeleteVpc: { members: ["VpcId"] },
  DeregisterImage: { members: ["ImageId"] },
  DescribeImageAttribute: { members: ["ImageId"] },
  DescribeInstanceAttribute: { members: ["InstanceId"] },
  DescribeSnapshotAttribute: { members: ["SnapshotId"] },
  DescribeVolumeAttribute: { members: ["VolumeId"] },
  DescribeVpcAttribute: { members: ["VpcId"] },
  DetachInternetGateway: { members: ["InternetGatewayId", "VpcId"] },
  DetachVolume: { members: ["VolumeId", "InstanceId"] },
  ModifySnapshotAttribute: { members: ["SnapshotId"] },
  ModifyVolume: { members: ["VolumeId"] },
  ModifyVolumeAttribute: { members: ["VolumeId"] },
  ResetSnapshotAttribute: { members: ["SnapshotId"] },
  GetConsoleOutput: { members: ["InstanceId"] },
  GetLaunchTemplateData: { members: ["InstanceId"] },
  GetSecurityGroupsForVpc: { members: ["VpcId"] },
  ImportKeyPair: { makes: "key-pair" },
  ModifyImageAttribute: { members: ["ImageId"] },
  ModifyInstanceAttribute: { members: ["InstanceId"] },
  ModifyInstanceMaintenanceOptions: { members: ["InstanceId"] },
  ModifyInstanceMetadataOptions: { members: ["InstanceId"] },
  ModifyLaunchTemplate: { members: ["LaunchTemplateId"] },
  ModifyNetworkInterfaceAttribute: { members: ["NetworkInterfaceId", "Groups"] },
  ModifySecurityGroupRules: { members: ["GroupId"] },
  ModifySubnetAttribute: { members: ["SubnetId"] },
  ModifyVpcAttribute: { members: ["VpcId"] },
  MonitorInstances: { members: ["InstanceIds"] },
  RebootInstances: { members: ["InstanceIds"] },
  RegisterImage: { makes: "image" },
  ReleaseAddress: { members: ["AllocationId"] },
  ReplaceRoute: { members: ["RouteTableId"] },
  ReplaceRouteTableAssociation: { members: ["RouteTableId"] },
  ResetImageAttribute: { members: ["ImageId"] },
  ResetInstanceAttribute: { members: ["InstanceId"] },
  ResetNetworkInterfaceAttribute: { members: ["NetworkInterfaceId"] },
  RevokeSecurityGroupEgress: groupRules,
  RevokeSecurityGroupIngress: groupRules,
  LockSnapshot: { members: ["SnapshotId"] },
  UnlockSnapshot: { members: ["SnapshotId"] },
  ModifySnapshotTier: { members: ["SnapshotId"] },
  RestoreSnapshotTier: { members: ["SnapshotId"] },
  RestoreSnapshotFromRecycleBin: { members: ["SnapshotId"] },
  RestoreVolumeFromRecycleBin: { members: ["VolumeId"] },
  RestoreImageFromRecycleBin: { members: ["ImageId"] },
  EnableFastSnapshotRestores: { members: ["SourceSnapshotIds"] },
  DisableFastSnapshotRestores: { members: ["SourceSnapshotIds"] },
  RunInstances: { makes: "instance" },
  StartInstances: { members: ["InstanceIds"] },
  StopInstances: { members: ["InstanceIds"] },
  TerminateInstances: { members: ["InstanceIds"] },
  UnassignPrivateIpAddresses: { members: ["NetworkInterfaceId"] },
  UnmonitorInstances: { members: ["InstanceIds"] },
  UpdateSecurityGroupRuleDescriptionsEgress: { members: ["GroupId"] },
  UpdateSecurityGroupRuleDescriptionsIngress: { members: ["GroupId"] },
};

/** Each once, in the order of the members. */
export function idsActedOn(operation: string, input: Readonly<Record<string, unknown>>): readonly string[] {
  const members = actedOn[operation]?.members ?? [];
  const ids = members.flatMap((member) => {
    const value = input[member];
    return (Array.isArray(value) ? value : [value]).filter((id): id is string => typeof id === "string");
  });
  return [...new Set(ids)];
}
