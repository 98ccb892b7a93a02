/** Source: "Quotas for configuring and running a REST API in API Gateway". */
export const limits = {
  apisPerRegion: 600,
  resourcesPerApi: 300,
  stagesPerApi: 10,
  authorizersPerApi: 10,
  modelsPerApi: 1_000,
  requestValidatorsPerApi: 20,
  deploymentsPerApi: 1_000,
  apiKeysPerRegion: 10_000,
  usagePlansPerRegion: 300,
  tagsPerResource: 50,
  stageVariables: 100,
  pageSize: 500,
  defaultPageSize: 25,
  /** Of a request and of an answer. */
  payloadBytes: 10 * 1024 * 1024,
  integrationTimeoutMs: 29_000,
  /** Of a streamed answer, all of it. Source: "Stream the integration response for your proxy integrations in API Gateway". */
  streamTimeoutMs: 900_000,
  streamIdleMs: 300_000,
  edgeStreamIdleMs: 30_000,
  /** What goes out as fast as it comes, and how fast what follows. */
  unpacedStreamBytes: 10 * 1024 * 1024,
  streamBytesPerSecond: 2 * 1024 * 1024,
  /** Within which a function's metadata ends. */
  streamMetadataBytes: 16 * 1024,
  /** Of a streamed answer that a test is told. */
  testStreamBytes: 1024 * 1024,
  testStreamMs: 35_000,
  cacheTtlSeconds: 3_600,
  /** Of an answer that is kept. Source: "Cache settings for REST APIs in API Gateway". */
  cachedAnswerBytes: 1_048_576,
  /** Ours: of all answers that a server keeps. */
  cacheBytes: 64 * 1024 * 1024,
  minIntegrationTimeoutMs: 50,
  templateBytes: 300 * 1024,
  modelBytes: 400 * 1024,
  /** Ours: of a file of API keys. */
  keyFileCharacters: 512 * 1024,
  documentationCharacters: 128 * 1024,
  documentationPartsPerApi: 2_000,
  documentationVersionsPerApi: 100,
  clientCertificatesPerRegion: 60,
  vpcLinksPerRegion: 20,
  basePathMappingsPerDomain: 200,
  resourcePolicyBytes: 8_192,
  authorizerResultSeconds: 3_600,
  authorizerTimeoutMs: 29_000,
  /** Of all of an account's APIs in a region together. */
  requestsPerSecond: 10_000,
  requestBurst: 5_000,
  accessLogFormatCharacters: 3 * 1024,
  /** Ours: APIs that are kept compiled. */
  apisInMemory: 1_000,
} as const;
