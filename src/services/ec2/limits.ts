/** Source: "Amazon EC2 service quotas", and the pages of the operations. */
export const limits = {
  /** The vCPUs of an account's running On-Demand instances of one region: the quota of those who have had it raised. */
  runningVcpus: 1_920,
  instancesPerCall: 1_000,
  tagsPerResource: 50,
  tagKeyLength: 127,
  tagValueLength: 255,
  filters: 50,
  valuesPerFilter: 200,
  /** Before it is base64. */
  userDataBytes: 16 * 1024,
  smallestPage: 5,
  largestPage: 1_000,
  clientTokenLength: 64,
  /** Of what is counted by region below: the quotas of an account that has had them raised. */
  vpcs: 100,
  subnetsPerVpc: 200,
  internetGateways: 100,
  routeTablesPerVpc: 200,
  routesPerTable: 50,
  securityGroups: 2_500,
  /** In each direction. */
  rulesPerSecurityGroup: 60,
  securityGroupsPerInterface: 5,
  addresses: 100,
  networkInterfaces: 5_000,
  privateAddressesPerInterface: 50,
  keyPairs: 5_000,
  launchTemplates: 5_000,
  versionsPerLaunchTemplate: 10_000,
  images: 50_000,
  /** "Storage for General Purpose SSD (gp3) volumes, in TiB" and its like, of each kind. Source: "Amazon EBS endpoints and quotas". */
  storageTiB: 50,
  /** "IOPS for Provisioned IOPS SSD (io1) volumes", and io2's likewise. */
  provisionedIops: 300_000,
  snapshotsPerRegion: 100_000,
  /** "Concurrent snapshots per … volume": of st1 and sc1 it is one. */
  pendingSnapshotsPerVolume: 5,
  pendingSnapshotsPerColdVolume: 1,
  copiesAtOnce: 20,
  sharedAccounts: 1_000,
  /** EBS volumes of an instance, the root among them. Source: "Amazon EBS volume limits for Amazon EC2 instances". */
  volumesPerInstance: 28,
  /** Instances that share a volume. Source: "Attach an EBS volume to multiple EC2 instances". */
  attachmentsPerVolume: 16,
  volumesPerInstanceSnapshot: 127,
  /** Rows that a page looks at where no index serves its filters: it may then have fewer items than it was asked for, and a token. */
  rowsPerPage: 2_000,
  /** Of a lock, and of its cooling-off. Source: "LockSnapshot". */
  lockDays: 36_500,
  coolOffHours: 72,
  /** Of a restore from the archive for a time. Source: "RestoreSnapshotTier". */
  restoreDays: 180,
  /** "Fast snapshot restore": snapshots that may be enabled for it. */
  fastRestoredSnapshots: 50,
} as const;
