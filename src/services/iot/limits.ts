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
  topicSlashes: 7,
  /** Records of one kind that are kept in memory. */
  cachedRecords: 20_000,
} as const;
