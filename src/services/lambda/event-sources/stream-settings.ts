import type { CreateEventSourceMappingRequest, UpdateEventSourceMappingRequest } from "@aws-sdk/client-lambda";
import { invalidParameter, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";
import type { MappingSettings, StreamSettings } from "./event-source-mapping.ts";
import { checkFilters } from "./record-filter.ts";

type Given = Partial<Omit<CreateEventSourceMappingRequest, "FunctionName"> & UpdateEventSourceMappingRequest>;

const { streamBatch } = limits.eventSources;

/** Refuses what a stream's mapping cannot have. Throws InvalidParameterValueException. */
export function checkStreamSettings(given: Given): void {
  if (given.DestinationConfig?.OnSuccess)
    throw invalidParameter("Unsupported DestinationConfig parameter for given event source mapping type.");
  const queue = queueSettings.find((name) => given[name] !== undefined);
  if (queue !== undefined)
    throw invalidParameter(`Unsupported ${queue} parameter for given event source mapping type.`);
  const other = otherSettings.find((name) => given[name] !== undefined);
  if (other !== undefined) throw notSupported(other);
  if (given.KMSKeyArn) throw notSupported("filter criteria that are encrypted by a key of the customer's");
}

const queueSettings = ["ScalingConfig", "StartingPositionTimestamp"] as const;
const otherSettings = [
  "Topics",
  "Queues",
  "SourceAccessConfigurations",
  "SelfManagedEventSource",
  "AmazonManagedKafkaEventSourceConfig",
  "SelfManagedKafkaEventSourceConfig",
  "DocumentDBEventSourceConfig",
  "ProvisionedPollerConfig",
  "LoggingConfig",
] as const;

/** Those of a new mapping of a stream: AWS's defaults. */
export function newStreamSettings(position: StreamSettings["startingPosition"]): StreamSettings {
  return {
    startingPosition: position,
    parallelization: 1,
    bisects: false,
    retries: -1,
    recordAgeSeconds: -1,
    tumblingSeconds: 0,
    onFailure: undefined,
  };
}

/** The former settings with what is given. Throws InvalidParameterValueException. */
export function changeStreamSettings(former: MappingSettings, given: Given): MappingSettings {
  const stream = former.stream ?? newStreamSettings("TRIM_HORIZON");
  const { FilterCriteria, FunctionResponseTypes, MetricsConfig, DestinationConfig } = given;
  const filters = FilterCriteria ? (FilterCriteria.Filters ?? []).map(({ Pattern = "" }) => Pattern) : former.filters;
  if (FilterCriteria) checkFilters(filters);
  const changed: MappingSettings = {
    ...former,
    enabled: given.Enabled ?? former.enabled,
    batchSize: given.BatchSize ?? former.batchSize,
    windowSeconds: given.MaximumBatchingWindowInSeconds ?? former.windowSeconds,
    filters,
    reportsFailures: FunctionResponseTypes
      ? FunctionResponseTypes.includes("ReportBatchItemFailures")
      : former.reportsFailures,
    countsEvents: MetricsConfig ? (MetricsConfig.Metrics ?? []).includes("EventCount") : former.countsEvents,
    stream: {
      startingPosition: stream.startingPosition,
      parallelization: given.ParallelizationFactor ?? stream.parallelization,
      bisects: given.BisectBatchOnFunctionError ?? stream.bisects,
      retries: given.MaximumRetryAttempts ?? stream.retries,
      recordAgeSeconds: given.MaximumRecordAgeInSeconds ?? stream.recordAgeSeconds,
      tumblingSeconds: given.TumblingWindowInSeconds ?? stream.tumblingSeconds,
      onFailure: DestinationConfig ? DestinationConfig.OnFailure?.Destination || undefined : stream.onFailure,
    },
  };
  if (changed.batchSize > streamBatch.most)
    throw invalidParameter(`BatchSize must be at most ${streamBatch.most} for a DynamoDB stream`);
  const age = changed.stream?.recordAgeSeconds ?? -1;
  if (age !== -1 && age < streamBatch.leastRecordAgeSeconds)
    throw invalidParameter(`MaximumRecordAgeInSeconds must be -1 or at least ${streamBatch.leastRecordAgeSeconds}`);
  if ((changed.stream?.tumblingSeconds ?? 0) > 0 && (changed.stream?.parallelization ?? 1) > 1)
    throw invalidParameter("ParallelizationFactor must be 1 where TumblingWindowInSeconds is used");
  return changed;
}
