import type { StreamSpecification } from "@aws-sdk/client-dynamodb";
import { parameterInvalid } from "../errors.ts";
import { validationException } from "../values/validation-exception.ts";
import type { Table, TableStream } from "./table.ts";

/** A new stream, if one is asked for. Its label is the time. Throws ValidationException. */
export function toStream(given: StreamSpecification | undefined, nowMs: number): TableStream | undefined {
  if (!given) return undefined;
  if (!given.StreamEnabled) {
    if (given.StreamViewType !== undefined)
      throw parameterInvalid("StreamViewType cannot be specified when StreamEnabled is false");
    return undefined;
  }
  if (given.StreamViewType === undefined)
    throw parameterInvalid("StreamViewType must be specified when StreamEnabled is true");
  const label = new Date(nowMs).toISOString().replace("Z", "");
  return { label, view: given.StreamViewType, createdMs: nowMs, isEnabled: true };
}

/** What a table's streams become by what is asked for. A stream that is made anew is another, and the one before stays to be read. Throws ValidationException. */
export function changedStream(
  table: Table,
  given: StreamSpecification,
  nowMs: number,
): Pick<Table, "stream" | "formerStreams"> {
  const { stream, formerStreams = [] } = table;
  const made = toStream(given, nowMs);
  if (made) {
    if (stream?.isEnabled) throw validationException(`Table already has an enabled stream: TableName: ${table.name}`);
    return { stream: made, formerStreams: stream ? [stream, ...formerStreams].slice(0, mostFormer) : formerStreams };
  }
  if (!stream?.isEnabled)
    throw validationException(`Table does not have a stream to disable: TableName: ${table.name}`);
  return { stream: { ...stream, isEnabled: false, endedMs: nowMs }, formerStreams };
}

/** Ours: each is read for a day at most. */
const mostFormer = 20;
