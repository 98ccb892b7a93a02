/** Source: "Quotas for configuring and running an HTTP API in API Gateway". */
export const limits = {
  apisPerRegion: 600,
  routesPerApi: 300,
  integrationsPerApi: 300,
  authorizersPerApi: 10,
  stagesPerApi: 10,
  mappingsPerDomain: 200,
  tagsPerResource: 50,
  stageVariables: 100,
  modelsPerApi: 50,
  responsesPerApi: 300,
  schemaCharacters: 32 * 1024,
  nameCharacters: 128,
  selectionKeyCharacters: 128,
  descriptionCharacters: 1_024,
  versionCharacters: 64,
  operationNameCharacters: 64,
  uriCharacters: 2_048,
  corsMaxAgeSeconds: 86_400,
  pageSize: 500,
  /** Of a request and of an answer. */
  payloadBytes: 10 * 1024 * 1024,
  integrationTimeoutMs: 30_000,
  leastIntegrationTimeoutMs: 50,
  /** Of all of an account's APIs in a region together. */
  requestsPerSecond: 10_000,
  requestBurst: 5_000,
  authorizerResultSeconds: 3_600,
  authorizerTimeoutMs: 10_000,
  accessLogFormatCharacters: 3 * 1024,
  /** Source: "Quotas for configuring and running a WebSocket API in API Gateway". */
  messageBytes: 128 * 1024,
  frameBytes: 32 * 1024,
  connectionSeconds: 2 * 3_600,
  idleSeconds: 10 * 60,
  connectionsPerSecond: 500,
  connectionBurst: 500,
  webSocketTimeoutMs: 29_000,
  /** Ours: messages of one connection that are answered at the same time; it is read again when there are fewer. */
  messagesAtOnce: 16,
  /** Ours: bytes of all messages together that are being answered. */
  messageBytesAtOnce: 64 * 1024 * 1024,
  /** Ours: what waits for one client to read it, and for all together. */
  unreadBytes: 1024 * 1024,
  unreadBytesOfAll: 128 * 1024 * 1024,
  /** Ours: APIs that are kept compiled. */
  apisInMemory: 1_000,
} as const;
