import type { Place } from "../../service.ts";
import type { QueryPlan } from "./plan.ts";
import { QueryResult } from "./query-result.ts";
import type { QueryTarget } from "./run-query.ts";

export type QueryStatus = "Scheduled" | "Running" | "Complete" | "Failed" | "Cancelled" | "Timeout";

/** One run of a query, from its start until it is forgotten. */
export interface Query {
  readonly id: string;
  readonly place: Place;
  readonly text: string;
  /** The time that was asked for, both ends included. */
  readonly span: QuerySpan;
  readonly groups: readonly string[];
  readonly user: string;
  readonly createdMs: number;
  readonly result: QueryResult;
  status: QueryStatus;
  /** In the machine's time; undefined until it ends. */
  durationMs: number | undefined;
}

export interface QuerySpan {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface QueryRequest {
  readonly id: string;
  readonly place: Place;
  readonly text: string;
  readonly span: QuerySpan;
  readonly user: string;
  readonly plan: QueryPlan;
  readonly targets: readonly QueryTarget[];
}

export function createQuery(request: QueryRequest, createdMs: number, mostBytes: number): Query {
  const { id, place, text, span, user, plan, targets } = request;
  return {
    id,
    place: { account: place.account, region: place.region },
    text,
    span,
    groups: targets.map(({ source }) => source.group),
    user,
    createdMs,
    result: new QueryResult(plan.columns, mostBytes),
    status: "Scheduled",
    durationMs: undefined,
  };
}

export function hasEnded({ status }: Query): boolean {
  return status !== "Scheduled" && status !== "Running";
}
