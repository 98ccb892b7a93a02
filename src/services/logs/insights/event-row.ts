import { ownValue } from "../../../platform/own-value.ts";
import { toEventId } from "../events/event-position.ts";
import type { LogEvent } from "../events/event-reader.ts";
import { discoverFields } from "./discover-fields.ts";
import { toRecordPointer } from "./record-pointer.ts";
import { type Row, rowBytes, valueBytes } from "./row.ts";
import { Time, type Value } from "./value.ts";

/** The group of an event, as far as its fields show it. */
export interface EventSource {
  readonly account: string;
  readonly group: string;
  /** Fields are found only in groups of the standard class. */
  readonly discovers: boolean;
}

/** One event. What is in its message is looked for when a field is asked for that nothing else has. */
export class EventRow implements Row {
  readonly event: LogEvent;
  readonly #source: EventSource;
  #made: Map<string, Value> | undefined;
  #discovered: ReadonlyMap<string, Value> | undefined;

  constructor(event: LogEvent, source: EventSource) {
    this.event = event;
    this.#source = source;
  }

  get(name: string): Value {
    if (this.#made?.has(name)) return this.#made.get(name);
    const system = ownValue(systemFields, name);
    return system ? system(this.event, this.#source) : this.discovered.get(name);
  }

  set(name: string, value: Value): void {
    this.#made ??= new Map();
    this.#made.set(name, value);
  }

  get bytes(): number {
    let bytes = rowBytes + this.event.message.length;
    for (const value of this.#made?.values() ?? []) bytes += valueBytes(value);
    // Discovered fields hold the message's content a second time.
    return this.#discovered?.size ? bytes + this.event.message.length : bytes;
  }

  get discovered(): ReadonlyMap<string, Value> {
    this.#discovered ??= this.#source.discovers ? discoverFields(this.event.message, this.#source.group) : nothing;
    return this.#discovered;
  }
}

const nothing: ReadonlyMap<string, Value> = new Map();

type SystemField = (event: LogEvent, source: EventSource) => Value;

/** Source: "Supported logs and discovered fields". */
export const systemFields: Readonly<Record<string, SystemField>> = {
  "@timestamp": ({ timestampMs }) => new Time(timestampMs),
  "@message": ({ message }) => message,
  "@logStream": ({ stream }) => stream,
  "@log": (_, { account, group }) => `${account}:${group}`,
  "@ingestionTime": ({ ingestedMs }) => new Time(ingestedMs),
  "@ptr": (event, { group }) => toRecordPointer({ group, eventId: toEventId(event) }),
};
