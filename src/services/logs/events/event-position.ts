import { invalidToken } from "../errors.ts";

/** Where an event stands among its group's: by time, then by when its batch came, then within the batch. */
export interface EventPosition {
  readonly timestampMs: number;
  readonly sequence: number;
  readonly index: number;
}

export function comparePositions(a: EventPosition, b: EventPosition): number {
  return a.timestampMs - b.timestampMs || a.sequence - b.sequence || a.index - b.index;
}

/** A position before every event of that time: sequences begin at 1. */
export function positionBefore(timestampMs: number): EventPosition {
  return { timestampMs, sequence: 0, index: 0 };
}

/** The position that follows an event's: nothing stands between them. */
export function positionAfter({ timestampMs, sequence, index }: EventPosition): EventPosition {
  return { timestampMs, sequence, index: index + 1 };
}

const digits = { timestamp: 20, sequence: 20, index: 16 } as const;

/** The event's id: 56 digits, as AWS's, in which the position stands. */
export function toEventId({ timestampMs, sequence, index }: EventPosition): string {
  const pad = (value: number, width: number) => String(value).padStart(width, "0");
  return pad(timestampMs, digits.timestamp) + pad(sequence, digits.sequence) + pad(index, digits.index);
}

/** Throws AWS's error for a token that is none of ours. */
export function fromEventId(text: string): EventPosition {
  if (!/^\d{56}$/.test(text)) throw invalidToken();
  const sequenceAt = digits.timestamp;
  const indexAt = sequenceAt + digits.sequence;
  return {
    timestampMs: Number(text.slice(0, sequenceAt)),
    sequence: Number(text.slice(sequenceAt, indexAt)),
    index: Number(text.slice(indexAt)),
  };
}
