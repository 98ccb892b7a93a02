import type { StreamSpecification } from "@aws-sdk/client-dynamodb";
import { parameterInvalid } from "../errors.ts";
import type { TableStream } from "./table.ts";

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
