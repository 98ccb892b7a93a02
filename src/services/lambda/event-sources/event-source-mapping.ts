import { partitionOf } from "../../../platform/arn.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";
import type { FunctionReference } from "../functions/function-name.ts";

/** What has a source's records handled by a function. */
export interface EventSourceMapping extends Place, MappingSettings {
  readonly uuid: string;
  readonly eventSourceArn: string;
  readonly state: MappingState;
  readonly lastModifiedMs: number;
  readonly tags: Tags;
  /** Changes with each change of what a poller does. */
  readonly revision: string;
  /** Of a stream: how the last batch ended. */
  readonly lastResult?: string;
}

/** What UpdateEventSourceMapping may change. */
export interface MappingSettings {
  readonly function: FunctionReference;
  /** Whether it is to read, once its state allows it. */
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** The filters' patterns. */
  readonly filters: readonly string[];
  readonly reportsFailures: boolean;
  readonly maximumConcurrency: number | undefined;
  readonly pollers: ProvisionedPollers | undefined;
  readonly countsEvents: boolean;
  readonly kmsKeyArn: string | undefined;
  /** Of a stream alone. */
  readonly stream?: StreamSettings;
}

/** Source: "Creating an event source mapping for a DynamoDB stream", *Parameters*. -1 is no limit. */
export interface StreamSettings {
  readonly startingPosition: "TRIM_HORIZON" | "LATEST";
  readonly parallelization: number;
  readonly bisects: boolean;
  readonly retries: number;
  readonly recordAgeSeconds: number;
  readonly tumblingSeconds: number;
  /** The ARN of a queue, a topic or a bucket. */
  readonly onFailure: string | undefined;
}

/** Source: "Using provisioned mode with an Amazon SQS event source mapping". */
export interface ProvisionedPollers {
  readonly minimum: number;
  readonly maximum: number;
}

export type MappingState = "Creating" | "Enabling" | "Enabled" | "Disabling" | "Disabled" | "Updating" | "Deleting";

export const mappingsKind = "lambda.eventSources";

/** The mappings of one account in one region. */
export function mappingsKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: mappingsKind, name: "" };
}

export function mappingArn({ account, region, uuid }: Place & { readonly uuid: string }): string {
  return `arn:${partitionOf(region)}:lambda:${region}:${account}:event-source-mapping:${uuid}`;
}

/** Whether it reads now: what is made or enabled begins when its state has come to that. */
export function isReading({ state, enabled }: EventSourceMapping): boolean {
  return state === "Enabled" || (state === "Updating" && enabled);
}

/** What a state that passes leads to; undefined where the mapping is gone then. */
export function settledState({ state, enabled }: EventSourceMapping): MappingState | undefined {
  if (state === "Deleting") return undefined;
  return enabled ? "Enabled" : "Disabled";
}

export function isPassing(state: MappingState): boolean {
  return state !== "Enabled" && state !== "Disabled";
}
