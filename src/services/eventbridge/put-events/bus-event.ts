/** An event as it travels. JSON. */
export interface BusEvent {
  readonly id: string;
  readonly source: string;
  readonly detailType: string;
  readonly account: string;
  readonly region: string;
  readonly timeMs: number;
  readonly resources: readonly string[];
  /** JSON of an object, as it was put. */
  readonly detail: string;
  /** When it came to the bus. */
  readonly ingestedMs: number;
  readonly replayName?: string | undefined;
  readonly traceId?: string | undefined;
  /** It came from another bus. */
  readonly isForwarded?: true | undefined;
}

/** The event as targets get it. Source: "AWS service event metadata". */
export function toEventText(event: BusEvent): string {
  const { detail, ...envelope } = toEnvelope(event);
  return `${JSON.stringify(envelope).slice(0, -1)},"detail":${detail}}`;
}

export type EventValue = Readonly<Record<string, unknown>>;

/** The event as a value, for patterns and paths. */
export function toEventValue(event: BusEvent): EventValue {
  return { ...toEnvelope(event), detail: JSON.parse(event.detail) as unknown };
}

/** The same, parsed when it is first asked for, for all targets that look into it: an event of 256 KB may have thousands of them. */
export function eventValueOnce(event: BusEvent): () => EventValue {
  let value: EventValue | undefined;
  return () => {
    value ??= toEventValue(event);
    return value;
  };
}

function toEnvelope(event: BusEvent) {
  return {
    version: "0",
    id: event.id,
    "detail-type": event.detailType,
    source: event.source,
    account: event.account,
    time: toEventTime(event.timeMs),
    region: event.region,
    ...(event.replayName !== undefined && { "replay-name": event.replayName }),
    resources: event.resources,
    detail: event.detail,
  };
}

/** Whole seconds. */
export function toEventTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}
