/**
 * What a service says of its part of a request, and of the calls it made meanwhile: as SDKs write it, in their spelling. Times are seconds since 1970, with
 * fractions. Source: "AWS X-Ray segment documents".
 */
export interface Segment extends Work {
  readonly trace_id: string;
  /** What kind of resource it ran on: `AWS::Lambda::Function`. */
  readonly origin?: string;
  readonly resource_arn?: string;
  readonly user?: string;
  /** Of one that was sent apart from the segment that it belongs to. */
  readonly type?: string;
  /** Made here of a call to a service that sends none. */
  readonly inferred?: boolean;
}

/** A segment, or what is nested in one. */
export interface Work {
  readonly id: string;
  readonly name: string;
  readonly start_time: number;
  readonly end_time?: number;
  readonly in_progress?: boolean;
  readonly parent_id?: string;
  readonly error?: boolean;
  readonly throttle?: boolean;
  readonly fault?: boolean;
  /** Of a subsegment: `aws` or `remote` for a call to another service. */
  readonly namespace?: string;
  readonly http?: Http;
  readonly aws?: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, string | number | boolean>>;
  readonly cause?: unknown;
  readonly subsegments?: readonly Work[];
}

export interface Http {
  readonly request?: {
    readonly method?: string;
    readonly url?: string;
    readonly client_ip?: string;
    readonly user_agent?: string;
  };
  readonly response?: { readonly status?: number; readonly content_length?: number };
}

/** Seconds; 0 while it goes on. */
export function durationOf({ start_time, end_time }: Work): number {
  return end_time === undefined ? 0 : Math.max(0, end_time - start_time);
}

/** It and all that is nested in it. */
export function* eachWork(work: Work): Generator<Work> {
  yield work;
  for (const nested of work.subsegments ?? []) yield* eachWork(nested);
}
