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
} as const;
