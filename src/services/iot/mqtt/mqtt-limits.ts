/** Source: "AWS IoT Core message broker and protocol limits and quotas". */
export const mqttLimits = {
  /** "MQTT 5 Maximum packet size supported". */
  packetBytes: 149_504,
  clientIdBytes: 128,
  subscriptionsPerRequest: 8,
  subscriptionsPerConnection: 50,
  /** "Maximum inbound unacknowledged QoS 1 publish requests", and outbound. */
  unacknowledged: 100,
  /** "Publish requests per second per connection". */
  publishesPerSecond: 100,
  topicAliases: 8,
  /** "Keep-alive interval": what is beyond counts as the nearest. */
  leastKeepAliveSeconds: 30,
  mostKeepAliveSeconds: 1_200,
  /** "Persistent session expiry period", which a request may raise to the most. */
  sessionExpirySeconds: 3_600,
  mostSessionExpirySeconds: 7 * 24 * 3_600,
  /** "Connection inactivity": a client must say CONNECT in this time. */
  connectMs: 30_000,
  /** Of messages that wait for who reads too slowly, of one connection. AWS names no number: what is beyond is not brought. */
  waitingMessages: 1_000,
  waitingBytes: 4 * 1024 * 1024,
  /** Of acknowledgements and the like that nobody reads, ours: then the connection ends. */
  unreadBytes: 8 * 1024 * 1024,
  /** Answers to PINGREQ, ours. */
  unreadPings: 1_000,
  /** Kept for a persistent session that is away. */
  queuedMessages: 10_000,
  connections: 500_000,
} as const;
