import type { CreateEventSourceMappingRequest, UpdateEventSourceMappingRequest } from "@aws-sdk/client-lambda";
import { invalidParameter, notSupported } from "../errors.ts";
import type { FunctionReference } from "../functions/function-name.ts";
import { limits } from "../limits.ts";
import type { MappingSettings } from "./event-source-mapping.ts";
import { checkFilters } from "./record-filter.ts";

type Given = Omit<CreateEventSourceMappingRequest, "FunctionName"> & UpdateEventSourceMappingRequest extends infer R
  ? Partial<R>
  : never;

const { queueBatch } = limits.eventSources;

/** Refuses what a queue's mapping cannot have. Throws InvalidParameterValueException. */
export function checkQueueSettings(given: Omit<Given, "UUID">): void {
  const { DestinationConfig: destinations } = given;
  // A queue has a dead-letter queue of its own for what fails.
  if (destinations?.OnSuccess || destinations?.OnFailure?.Destination !== undefined) throw unsupportedDestination();
  const stream = streamSettings.find((name) => given[name] !== undefined);
  if (stream !== undefined)
    throw invalidParameter(`Unsupported ${stream} parameter for given event source mapping type.`);
  const other = otherSettings.find((name) => given[name] !== undefined);
  if (other !== undefined) throw notSupported(other);
  if (given.KMSKeyArn) throw notSupported("filter criteria that are encrypted by a key of the customer's");
  if (given.ScalingConfig?.MaximumConcurrency !== undefined && hasPollers(given)) throw twoScalings();
}

export const unsupportedDestination = () =>
  invalidParameter("Unsupported DestinationConfig parameter for given event source mapping type.");

const twoScalings = () =>
  invalidParameter(
    "Maximum concurrency and provisioned pollers cannot be configured together for an event source mapping.",
  );

/** Of streams alone. */
const streamSettings = [
  "ParallelizationFactor",
  "StartingPosition",
  "StartingPositionTimestamp",
  "MaximumRecordAgeInSeconds",
  "BisectBatchOnFunctionError",
  "MaximumRetryAttempts",
  "TumblingWindowInSeconds",
] as const;
/** Of brokers and databases, and what Squall does not write. */
const otherSettings = [
  "Topics",
  "Queues",
  "SourceAccessConfigurations",
  "SelfManagedEventSource",
  "AmazonManagedKafkaEventSourceConfig",
  "SelfManagedKafkaEventSourceConfig",
  "DocumentDBEventSourceConfig",
  "LoggingConfig",
] as const;

function hasPollers({ ProvisionedPollerConfig: pollers }: Pick<Given, "ProvisionedPollerConfig">): boolean {
  return pollers?.MinimumPollers !== undefined || pollers?.MaximumPollers !== undefined;
}

/** Those of a new mapping. */
export function createSettings(of: FunctionReference): MappingSettings {
  return {
    function: of,
    enabled: true,
    batchSize: queueBatch.default,
    windowSeconds: 0,
    filters: [],
    reportsFailures: false,
    maximumConcurrency: undefined,
    pollers: undefined,
    countsEvents: false,
    kmsKeyArn: undefined,
  };
}

/** The former settings with what is given; an empty structure takes its setting back. Throws InvalidParameterValueException. */
export function changeSettings(former: MappingSettings, given: Omit<Given, "UUID">, isFifo: boolean): MappingSettings {
  const { FilterCriteria, FunctionResponseTypes, ScalingConfig, ProvisionedPollerConfig, MetricsConfig } = given;
  const filters = FilterCriteria ? readFilters(FilterCriteria) : former.filters;
  const changed: MappingSettings = {
    ...former,
    enabled: given.Enabled ?? former.enabled,
    batchSize: given.BatchSize ?? former.batchSize,
    windowSeconds: given.MaximumBatchingWindowInSeconds ?? former.windowSeconds,
    filters,
    reportsFailures: FunctionResponseTypes
      ? FunctionResponseTypes.includes("ReportBatchItemFailures")
      : former.reportsFailures,
    maximumConcurrency: ScalingConfig ? ScalingConfig.MaximumConcurrency : former.maximumConcurrency,
    pollers: ProvisionedPollerConfig ? readPollers(ProvisionedPollerConfig) : former.pollers,
    countsEvents: MetricsConfig ? (MetricsConfig.Metrics ?? []).includes("EventCount") : former.countsEvents,
  };
  if (changed.batchSize > queueBatch.withoutWindow && changed.windowSeconds === 0) {
    throw invalidParameter(
      `Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than ${queueBatch.withoutWindow}`,
    );
  }
  if (isFifo && changed.windowSeconds > 0) throw invalidParameter("Batching window is not supported for FIFO queues");
  if (changed.maximumConcurrency !== undefined && changed.pollers) throw twoScalings();
  return changed;
}

function readFilters({ Filters = [] }: NonNullable<Given["FilterCriteria"]>): readonly string[] {
  const patterns = Filters.map(({ Pattern = "" }) => Pattern);
  checkFilters(patterns);
  return patterns;
}

/** Source: "ProvisionedPollerConfig": 2 to 200 of them for a queue, and 2 to 2,000. */
function readPollers({
  MinimumPollers,
  MaximumPollers,
}: NonNullable<Given["ProvisionedPollerConfig"]>): MappingSettings["pollers"] {
  if (MinimumPollers === undefined && MaximumPollers === undefined) return undefined;
  const minimum = MinimumPollers ?? limits.eventSources.leastPollers;
  const maximum = MaximumPollers ?? Math.max(200, minimum);
  const { leastPollers } = limits.eventSources;
  if (minimum < leastPollers || maximum < leastPollers)
    throw invalidParameter(
      `MinimumPollers and MaximumPollers must be at least ${leastPollers} for an Amazon SQS event source`,
    );
  if (minimum > maximum) throw invalidParameter("MinimumPollers must be less than or equal to MaximumPollers");
  return { minimum, maximum };
}
