import type { StandardUnit } from "@aws-sdk/client-cloudwatch-logs";

/** Both kinds look at every event of one group as it comes. */
export type Filter = MetricFilter | SubscriptionFilter;

interface FilterBase {
  readonly group: string;
  readonly name: string;
  readonly pattern: string;
  readonly createdMs: number;
}

/** Makes metrics of the events that match. */
export interface MetricFilter extends FilterBase {
  readonly kind: "metric";
  readonly transformation: MetricTransformation;
}

export interface MetricTransformation {
  readonly metricName: string;
  readonly metricNamespace: string;
  /** A number, `$.a.selector` or `$field`. */
  readonly metricValue: string;
  readonly defaultValue?: number | undefined;
  /** Names with the selectors or fields that give the values. */
  readonly dimensions?: Readonly<Record<string, string>> | undefined;
  readonly unit?: StandardUnit | undefined;
}

/** Hands the events that match to a function. */
export interface SubscriptionFilter extends FilterBase {
  readonly kind: "subscription";
  readonly destinationArn: string;
  /** Of meaning to Kinesis streams alone, as on AWS; shown again. */
  readonly distribution: "ByLogStream" | "Random";
}

export type FilterKind = Filter["kind"];
export type FilterOf<K extends FilterKind> = Extract<Filter, { kind: K }>;
