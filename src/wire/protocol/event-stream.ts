import { encodeEventFrame } from "../codec/event-frame.ts";
import type { BodyFormat } from "../http/body-format.ts";
import type { Member, Shape } from "../model/shape.ts";

/** The member of an output that is a stream of events, if any. */
export function eventStreamOf(output: Shape): Member | undefined {
  return output.members.find(({ shape, traits }) => shape.kind === "union" && traits.streaming === 1);
}

/**
 * Frames events as they come. Each is an object with one key, the event's name. A modelled error thrown by the source becomes
 * the stream's last message. Source: "Amazon event stream specification", Smithy.
 */
export async function* encodeEvents(
  union: Shape,
  events: AsyncIterable<Readonly<Record<string, unknown>>> | Iterable<Readonly<Record<string, unknown>>>,
  format: Pick<BodyFormat, "contentType" | "eventWriter">,
): AsyncGenerator<Uint8Array> {
  for await (const event of events) {
    for (const name of Object.keys(event)) {
      const member = union.member(name);
      if (member) yield encodeEvent(member, event[name] as Readonly<Record<string, unknown>>, format);
    }
  }
}

function encodeEvent(
  { name, shape }: Member,
  value: Readonly<Record<string, unknown>>,
  format: Pick<BodyFormat, "contentType" | "eventWriter">,
): Uint8Array {
  const headers: Record<string, string> = { ":message-type": "event", ":event-type": name };
  const payload = shape.members.find(({ traits }) => traits.eventPayload);
  const body = payload ? value[payload.name] : value;
  const { type, bytes } = toPayload(payload?.shape ?? shape, body, format);
  headers[":content-type"] = type;
  return encodeEventFrame(headers, bytes);
}

function toPayload(
  shape: Shape,
  value: unknown,
  { contentType, eventWriter }: Pick<BodyFormat, "contentType" | "eventWriter">,
): { type: string; bytes: Uint8Array } {
  if (shape.kind === "blob") {
    return { type: "application/octet-stream", bytes: Buffer.from((value ?? "") as Uint8Array) };
  }
  if (shape.kind === "string") return { type: "text/plain", bytes: Buffer.from(String(value ?? "")) };
  return { type: contentType, bytes: Buffer.from(eventWriter(shape)(value)) };
}
