import type { EventSourceMappingConfiguration } from "@aws-sdk/client-lambda";
import { type EventSourceMapping, mappingArn, type StreamSettings } from "./event-source-mapping.ts";
import { functionArnOf } from "./mapping-store.ts";

/** A mapping as AWS shows it. */
export function toMappingConfiguration(mapping: EventSourceMapping): EventSourceMappingConfiguration {
  const { uuid, filters, pollers, maximumConcurrency, kmsKeyArn, stream } = mapping;
  return {
    ...(stream && toStreamConfiguration(stream, mapping.lastResult)),
    UUID: uuid,
    EventSourceMappingArn: mappingArn(mapping),
    EventSourceArn: mapping.eventSourceArn,
    FunctionArn: functionArnOf(mapping),
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: mapping.windowSeconds,
    FunctionResponseTypes: mapping.reportsFailures ? ["ReportBatchItemFailures"] : [],
    FilterCriteria: filters.length > 0 ? { Filters: filters.map((Pattern) => ({ Pattern })) } : undefined,
    ScalingConfig: maximumConcurrency === undefined ? undefined : { MaximumConcurrency: maximumConcurrency },
    ProvisionedPollerConfig: pollers && { MinimumPollers: pollers.minimum, MaximumPollers: pollers.maximum },
    MetricsConfig: mapping.countsEvents ? { Metrics: ["EventCount"] } : undefined,
    KMSKeyArn: kmsKeyArn,
    State: mapping.state,
    StateTransitionReason: stream ? "User action" : "USER_INITIATED",
    LastModified: new Date(mapping.lastModifiedMs),
  };
}

function toStreamConfiguration(stream: StreamSettings, lastResult = "No records processed") {
  return {
    StartingPosition: stream.startingPosition,
    ParallelizationFactor: stream.parallelization,
    BisectBatchOnFunctionError: stream.bisects,
    MaximumRetryAttempts: stream.retries,
    MaximumRecordAgeInSeconds: stream.recordAgeSeconds,
    TumblingWindowInSeconds: stream.tumblingSeconds,
    DestinationConfig: { OnFailure: { Destination: stream.onFailure } },
    LastProcessingResult: lastResult,
  };
}
