/** Source: "AWS IoT Core endpoints and quotas". */
export const limits = {
  /** Of a page, where the request does not say how many. */
  pageSize: 25,
  mostPageSize: 250,
  attributesPerThing: 50,
  attributesWithoutType: 3,
  /** Of keys and values together. */
  thingAttributesBytes: 47 * 1024,
  /** A message's payload, on MQTT and HTTPS. */
  payloadBytes: 128 * 1024,
  topicBytes: 256,
  /** Retained messages of an account and region. */
  retainedMessages: 500_000,
  /** "Retained message inbound publish requests per second per account". */
  retainedPerSecond: 500,
  topicSlashes: 7,
  /** "AWS IoT Core fleet provisioning limits and quotas". */
  provisioningTemplates: 256,
  provisioningTemplateVersions: 5,
  provisioningRequestBytes: 32 * 1024,
  /** Ours: certificates that a server makes for devices at a time, each of which takes a tenth of a second of a processor. */
  certificatesAtOnce: 8,
  /** Records of one kind that are kept in memory. */
  cachedRecords: 20_000,
  /** "AWS IoT Device Management quotas", jobs. */
  targetsPerJob: 100,
  jobTemplates: 100,
  rolloutPerMinute: 1_000,
  jobDocumentBytes: 32 * 1024,
  jobRequestBytes: 64 * 1024,
  /** "AWS IoT Core Device Shadow service limits and quotas": a state document, and how deep its sections are. */
  shadowBytes: 8 * 1024,
  shadowLevels: 8,
  clientTokenBytes: 64,
  namedShadows: 25,
  /** How long the version of a deleted shadow is remembered. */
  shadowMemoryMs: 48 * 3_600_000,
  /** "AWS IoT Core rules engine limits and quotas". */
  rules: 1_000,
  actionsPerRule: 10,
  /** Ours: rules that publish to one another, or to themselves, which AWS leaves to whoever makes them. */
  republished: 16,
  ruleDestinations: 1_000,
  /** Ours: a rule of 256 KB with a message of 128 KB, as JSON. */
  ruleSampleBytes: 512 * 1024,
  /** Ours: of its actions, as JSON. */
  ruleSampleActionCharacters: 32 * 1024,
  /** Accounts and regions whose rules are kept compiled. */
  cachedAccounts: 1_000,
} as const;
