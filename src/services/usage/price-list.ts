/** A price of each unit up to a monthly amount; the last tier has no end. */
export interface Tier {
  readonly upTo: number;
  readonly price: number;
}

export interface Price {
  readonly unit: string;
  readonly tiers: readonly Tier[];
  /** The allowance that it draws on. */
  readonly free?: keyof typeof freeTier;
}

/**
 * AWS's list prices of us-east-1, US dollars, as of 2026. Other regions are priced the same here: the bill compares functions, it does not
 * replace AWS's calculator. Source: "AWS Lambda Pricing", "Amazon CloudWatch Pricing".
 */
export const prices = {
  Request: { unit: "Requests", tiers: flat(0.0000002), free: "requests" },
  "Request-ARM": { unit: "Requests", tiers: flat(0.0000002), free: "requests" },
  "Lambda-GB-Second": {
    unit: "Lambda-GB-Second",
    tiers: [
      { upTo: 6e9, price: 0.0000166667 },
      { upTo: 15e9, price: 0.000015 },
      { upTo: Number.POSITIVE_INFINITY, price: 0.0000133334 },
    ],
    free: "gbSeconds",
  },
  "Lambda-GB-Second-ARM": {
    unit: "Lambda-GB-Second",
    tiers: [
      { upTo: 7.5e9, price: 0.0000133334 },
      { upTo: 18.75e9, price: 0.0000120001 },
      { upTo: Number.POSITIVE_INFINITY, price: 0.0000106667 },
    ],
    free: "gbSeconds",
  },
  "Lambda-Provisioned-Concurrency": { unit: "Lambda-GB-Second", tiers: flat(0.0000041667) },
  "Lambda-Provisioned-Concurrency-ARM": { unit: "Lambda-GB-Second", tiers: flat(0.0000033334) },
  "Lambda-Provisioned-GB-Second": { unit: "Lambda-GB-Second", tiers: flat(0.0000097222) },
  "Lambda-Provisioned-GB-Second-ARM": { unit: "Lambda-GB-Second", tiers: flat(0.0000077778) },
  /** Ephemeral storage above the 512 MB that are included. */
  "Lambda-Storage-GB-Second": { unit: "Lambda-GB-Second", tiers: flat(0.0000000309) },
  "Lambda-Storage-GB-Second-ARM": { unit: "Lambda-GB-Second", tiers: flat(0.0000000309) },
  /** Log events that are taken in, by the class of their group. */
  "DataProcessing-Bytes": { unit: "GB", tiers: flat(0.5), free: "logGigabytes" },
  "DataProcessingIA-Bytes": { unit: "GB", tiers: flat(0.25), free: "logGigabytes" },
  /** Objects by their storage class, and requests to their buckets. Source: "Amazon S3 pricing". */
  "Amazon Simple Storage Service TimedStorage-ByteHrs": {
    unit: "GB-Mo",
    tiers: [
      { upTo: 51_200, price: 0.023 },
      { upTo: 512_000, price: 0.022 },
      { upTo: Number.POSITIVE_INFINITY, price: 0.021 },
    ],
    free: "objectGigabytes",
  },
  "TimedStorage-RRS-ByteHrs": { unit: "GB-Mo", tiers: flat(0.024) },
  "TimedStorage-SIA-ByteHrs": { unit: "GB-Mo", tiers: flat(0.0125) },
  "TimedStorage-ZIA-ByteHrs": { unit: "GB-Mo", tiers: flat(0.01) },
  "TimedStorage-INT-FA-ByteHrs": { unit: "GB-Mo", tiers: flat(0.023) },
  "TimedStorage-GIR-ByteHrs": { unit: "GB-Mo", tiers: flat(0.004) },
  "TimedStorage-GlacierByteHrs": { unit: "GB-Mo", tiers: flat(0.0036) },
  "TimedStorage-GDA-ByteHrs": { unit: "GB-Mo", tiers: flat(0.00099) },
  "Amazon Simple Storage Service Requests-Tier1": { unit: "Requests", tiers: flat(0.000005), free: "objectWrites" },
  "Amazon Simple Storage Service Requests-Tier2": { unit: "Requests", tiers: flat(0.0000004), free: "objectReads" },
  /** What log groups hold, packed. Source: "Amazon CloudWatch Pricing". */
  "AmazonCloudWatch TimedStorage-ByteHrs": { unit: "GB-Mo", tiers: flat(0.03), free: "storedLogGigabytes" },
  /** Volumes, by size and by what they were promised, and snapshots. Source: "Amazon EBS pricing". */
  "EBS:VolumeUsage": { unit: "GB-Mo", tiers: flat(0.05) },
  "EBS:VolumeUsage.gp2": { unit: "GB-Mo", tiers: flat(0.1) },
  "EBS:VolumeUsage.gp3": { unit: "GB-Mo", tiers: flat(0.08) },
  "EBS:VolumeUsage.piops": { unit: "GB-Mo", tiers: flat(0.125) },
  "EBS:VolumeUsage.io2": { unit: "GB-Mo", tiers: flat(0.125) },
  "EBS:VolumeUsage.st1": { unit: "GB-Mo", tiers: flat(0.045) },
  "EBS:VolumeUsage.sc1": { unit: "GB-Mo", tiers: flat(0.015) },
  "EBS:VolumeP-IOPS.gp3": { unit: "IOPS-Mo", tiers: flat(0.005) },
  "EBS:VolumeP-IOPS.piops": { unit: "IOPS-Mo", tiers: flat(0.065) },
  "EBS:VolumeP-IOPS.io2": { unit: "IOPS-Mo", tiers: flat(0.065) },
  "EBS:VolumeP-IOPS.io2.tier2": { unit: "IOPS-Mo", tiers: flat(0.0455) },
  "EBS:VolumeP-IOPS.io2.tier3": { unit: "IOPS-Mo", tiers: flat(0.032) },
  "EBS:VolumeP-Throughput.gp3": { unit: "GiBps-mo", tiers: flat(40.96) },
  "EBS:SnapshotUsage": { unit: "GB-Mo", tiers: flat(0.05) },
  "EBS:SnapshotArchiveStorage": { unit: "GB-Mo", tiers: flat(0.0125) },
  "EBS:SnapshotArchiveRetrieval": { unit: "GB", tiers: flat(0.03) },
  "EBS:SnapshotArchiveEarlyDelete": { unit: "GB-Mo", tiers: flat(0.0125) },
  /** A snapshot in a zone, an hour. */
  "EBS:FastSnapshotRestore": { unit: "DSU-Hours", tiers: flat(0.75) },
  /** Requests to queues, a message of 256 KB counting as four. Source: "Amazon SQS pricing". */
  "Requests-RBP": {
    unit: "Requests",
    tiers: [
      { upTo: 100e9, price: 0.0000004 },
      { upTo: 200e9, price: 0.0000003 },
      { upTo: Number.POSITIVE_INFINITY, price: 0.00000024 },
    ],
    free: "queueRequests",
  },
  /** Rules of AWS IoT that messages run, and their actions, by 5 KB each. Source: "AWS IoT Core pricing". */
  RulesTriggered: { unit: "Rules", tiers: flat(0.00000015), free: "iotRules" },
  ActionsExecuted: { unit: "Actions", tiers: flat(0.00000015), free: "iotActions" },
  ConnectionMinutes: { unit: "Minutes", tiers: flat(0.00000008), free: "iotMinutes" },
  Messages: {
    unit: "Messages",
    tiers: [
      { upTo: 1e9, price: 0.000001 },
      { upTo: 5e9, price: 0.0000008 },
      { upTo: Number.POSITIVE_INFINITY, price: 0.0000007 },
    ],
    free: "iotMessages",
  },
  RegistryAndShadowOperations: { unit: "Operations", tiers: flat(0.00000125), free: "iotOperations" },
  /** Requests to REST APIs. */
  ApiGatewayRequest: {
    unit: "Requests",
    tiers: [
      { upTo: 333e6, price: 0.0000035 },
      { upTo: 1e9, price: 0.0000028 },
      { upTo: 20e9, price: 0.00000238 },
      { upTo: Number.POSITIVE_INFINITY, price: 0.00000151 },
    ],
    free: "restApiRequests",
  },
  /** Hours of stages' caches, by their gigabytes. Source: "Amazon API Gateway pricing", "Caching". */
  "ApiGatewayCacheUsage:0.5GB": { unit: "Hrs", tiers: flat(0.02) },
  "ApiGatewayCacheUsage:1.6GB": { unit: "Hrs", tiers: flat(0.038) },
  "ApiGatewayCacheUsage:6.1GB": { unit: "Hrs", tiers: flat(0.2) },
  "ApiGatewayCacheUsage:13.5GB": { unit: "Hrs", tiers: flat(0.25) },
  "ApiGatewayCacheUsage:28.4GB": { unit: "Hrs", tiers: flat(0.5) },
  "ApiGatewayCacheUsage:58.2GB": { unit: "Hrs", tiers: flat(1) },
  "ApiGatewayCacheUsage:118GB": { unit: "Hrs", tiers: flat(1.9) },
  "ApiGatewayCacheUsage:237GB": { unit: "Hrs", tiers: flat(3.8) },
  /** Requests to HTTP APIs, one of 512 KB counting as one. Source: "Amazon API Gateway pricing". */
  ApiGatewayHttpRequest: {
    unit: "Requests",
    tiers: [
      { upTo: 300e6, price: 0.000001 },
      { upTo: Number.POSITIVE_INFINITY, price: 0.0000009 },
    ],
    free: "httpApiRequests",
  },
  /** Messages to and from clients of WebSocket APIs, one of 32 KB counting as one, and the minutes that they are connected. */
  ApiGatewayMessage: {
    unit: "Messages",
    tiers: [
      { upTo: 1e9, price: 0.000001 },
      { upTo: Number.POSITIVE_INFINITY, price: 0.0000008 },
    ],
    free: "webSocketMessages",
  },
  ApiGatewayMinute: { unit: "Minutes", tiers: flat(0.00000025), free: "webSocketMinutes" },
  /** Events that somebody put onto a bus, one of 256 KB counting as four. Source: "Amazon EventBridge pricing". */
  "Event-64K-Chunks": { unit: "64K-Chunks", tiers: flat(0.000001) },
  /** Events that archives take, what they hold, calls of API destinations, and what pipes' filters let through. */
  "ArchivedEvents-Bytes": { unit: "GB", tiers: flat(0.1) },
  "Amazon EventBridge TimedStorage-ByteHrs": { unit: "GB-Mo", tiers: flat(0.023) },
  "ApiDestination-64K-Chunks": { unit: "64K-Chunks", tiers: flat(0.0000002) },
  "Request-64K-Chunks": { unit: "64K-Chunks", tiers: flat(0.0000004) },
  "Requests-FIFO-RBP": {
    unit: "Requests",
    tiers: [
      { upTo: 100e9, price: 0.0000005 },
      { upTo: 200e9, price: 0.0000004 },
      { upTo: Number.POSITIVE_INFINITY, price: 0.00000035 },
    ],
    free: "queueRequests",
  },
  /** Publishes, each 64 KB counting as one, and deliveries by what they go to. Queues and functions cost nothing. Source: "Amazon SNS pricing". */
  "Requests-Tier1": { unit: "Requests", tiers: flat(0.0000005), free: "topicRequests" },
  "Requests-FIFO": { unit: "Requests", tiers: flat(0.0000003) },
  "DeliveryAttempts-HTTP": { unit: "Notifications", tiers: flat(0.0000006), free: "httpNotifications" },
  "DeliveryAttempts-SMTP": { unit: "Notifications", tiers: flat(0.00002), free: "mailNotifications" },
  "DeliveryAttempts-APNS": { unit: "Notifications", tiers: flat(0.0000005), free: "pushNotifications" },
  /** As to numbers of the United States, whatever country it is. */
  "DeliveryAttempts-SMS": { unit: "Messages", tiers: flat(0.00645) },
  /** Invocations of EventBridge Scheduler. Source: "Amazon EventBridge pricing". */
  "Scheduler-ScheduledInvocations": { unit: "Invocations", tiers: flat(0.000001), free: "scheduledInvocations" },
  /** Traces that are kept, and that are looked at. Source: "AWS X-Ray pricing". */
  "XRay-TracesStored": { unit: "Traces", tiers: flat(0.000005), free: "storedTraces" },
  "XRay-TracesAccessed": { unit: "Traces", tiers: flat(0.0000005), free: "accessedTraces" },
  /** Units that tables of DynamoDB use that are billed by request, by the class of the table. Source: "Amazon DynamoDB pricing". */
  ReadRequestUnits: { unit: "ReadRequestUnits", tiers: flat(0.000000125) },
  WriteRequestUnits: { unit: "WriteRequestUnits", tiers: flat(0.000000625) },
  "IA-ReadRequestUnits": { unit: "ReadRequestUnits", tiers: flat(0.000000155) },
  "Amazon DynamoDB TimedStorage-ByteHrs": { unit: "GB-Mo", tiers: flat(0.25), free: "tableGigabytes" },
  "IA-TimedStorage-ByteHrs": { unit: "GB-Mo", tiers: flat(0.1) },
  "ReadCapacityUnit-Hrs": { unit: "ReadCapacityUnit-Hrs", tiers: flat(0.00013), free: "readCapacityHours" },
  "WriteCapacityUnit-Hrs": { unit: "WriteCapacityUnit-Hrs", tiers: flat(0.00065), free: "writeCapacityHours" },
  "IA-ReadCapacityUnit-Hrs": { unit: "ReadCapacityUnit-Hrs", tiers: flat(0.00016) },
  "IA-WriteCapacityUnit-Hrs": { unit: "WriteCapacityUnit-Hrs", tiers: flat(0.00081) },
  "IA-WriteRequestUnits": { unit: "WriteRequestUnits", tiers: flat(0.00000078) },
  "ExportDataSize-Bytes": { unit: "GB", tiers: flat(0.1) },
  "ImportDataSize-Bytes": { unit: "GB", tiers: flat(0.15) },
} as const satisfies Readonly<Record<string, Price>>;

/** What can be put on the bill: what has a price, which the compiler sees to. Instances are priced by their type (`BoxUsage:t3.micro`). */
export type UsageType = LastWord<keyof typeof prices> | `BoxUsage:${string}`;

type LastWord<Name extends string> = Name extends `${string} ${infer Rest}` ? LastWord<Rest> : Name;

/** A month's allowance, over all regions and architectures. */
export const freeTier = {
  requests: 1_000_000,
  gbSeconds: 400_000,
  logGigabytes: 5,
  storedLogGigabytes: 5,
  objectGigabytes: 5,
  objectWrites: 2_000,
  objectReads: 20_000,
  tableGigabytes: 25,
  /** 25 units of each at all hours of a month. */
  readCapacityHours: 18_600,
  writeCapacityHours: 18_600,
  queueRequests: 1_000_000,
  topicRequests: 1_000_000,
  httpNotifications: 100_000,
  mailNotifications: 1_000,
  pushNotifications: 1_000_000,
  scheduledInvocations: 14_000_000,
  storedTraces: 100_000,
  accessedTraces: 1_000_000,
  httpApiRequests: 1_000_000,
  restApiRequests: 1_000_000,
  iotRules: 250_000,
  iotActions: 250_000,
  iotMinutes: 2_250_000,
  iotMessages: 500_000,
  iotOperations: 225_000,
  webSocketMessages: 1_000_000,
  webSocketMinutes: 750_000,
} as const;

function flat(price: number): readonly Tier[] {
  return [{ upTo: Number.POSITIVE_INFINITY, price }];
}
