import { parseArn, partitionOf } from "../../../platform/arn.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { OperationInput, Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";
import type { Pipes } from "../model.ts";

type Input = OperationInput<Pipes, "CreatePipe">;

/** What a pipe's role must trust. */
export const pipes = "pipes.amazonaws.com";

export const pipesKind = "pipes.pipes";

/** Of the timer that ends a change of state, whose key is the pipe's name. */
export const changeTimer = "pipes.change";

export type PipeState = "CREATING" | "UPDATING" | "STARTING" | "STOPPING" | "DELETING" | Settled;
type Settled = "RUNNING" | "STOPPED" | "CREATE_FAILED" | "UPDATE_FAILED" | "START_FAILED";

/** What a pipe is set to. JSON, in AWS's own words. */
export interface Definition {
  readonly description?: string;
  readonly source: string;
  readonly sourceParameters?: Input["SourceParameters"];
  readonly enrichment?: string;
  readonly enrichmentParameters?: Input["EnrichmentParameters"];
  readonly target: string;
  readonly targetParameters?: Input["TargetParameters"];
  readonly roleArn: string;
}

export interface Pipe extends Place {
  readonly name: string;
  readonly desired: "RUNNING" | "STOPPED";
  readonly state: PipeState;
  readonly reason?: string;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly definition: Definition;
  readonly tags: Tags;
  /** Another with each change of what it does. */
  readonly revision: string;
}

/** In which states a pipe waits for its timer, and how the change is said to have failed. */
export const failures: Readonly<Partial<Record<PipeState, PipeState>>> = {
  CREATING: "CREATE_FAILED",
  UPDATING: "UPDATE_FAILED",
  STARTING: "START_FAILED",
  STOPPING: "STOPPED",
  DELETING: "DELETING",
};

export function pipesKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: pipesKind, name: "" };
}

export function pipeArn({ account, region }: Place, name: string): string {
  return `arn:${partitionOf(region)}:pipes:${region}:${account}:pipe/${name}`;
}

/** The name in a pipe's ARN; undefined for what is none of the place. */
export function nameInArn(arn: string, at: Place): string | undefined {
  const start = pipeArn(at, "");
  return arn.startsWith(start) ? arn.slice(start.length) : undefined;
}

/** Whether it reads a stream, shard by shard, and not a queue. */
export function isOfStream({ definition }: Pick<Pipe, "definition">): boolean {
  return parseArn(definition.source)?.service === "dynamodb";
}
