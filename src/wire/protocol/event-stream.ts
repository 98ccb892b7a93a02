import { AwsError } from "../../platform/aws-error.ts";
import { compileOnce } from "../codec/compile-once.ts";
import { encodeEventFrame } from "../codec/event-frame.ts";
import type { Member, Shape } from "../model/shape.ts";

/** How the structures within events are written: the protocol's own way. */
export interface EventFormat {
  readonly contentType: string;
  writer(shape: Shape): (value: unknown) => string | Uint8Array;
}

type Event = Readonly<Record<string, unknown>>;

export interface EventStream {
  readonly events: AsyncIterable<Event> | Iterable<Event>;
  /** The other members of an RPC protocol's output, which come first. REST has headers for them. */
  readonly initialResponse?: { readonly shape: Shape; readonly value: Event };
}

export const eventStreamType = "application/vnd.amazon.eventstream";

/** The member of an output that is a stream of events, if any. Asked for every answer; few outputs have one. */
export function eventStreamOf(output: Shape): Member | undefined {
  return streamOf(output)();
}

const streamOf = compileOnce((output): (() => Member | undefined) => {
  const stream = output.members.find(({ shape, traits }) => shape.kind === "union" && traits.streaming === 1);
  return () => stream;
});

/**
 * Frames events as they come. Each is an object with one key, the event's name. An AwsError thrown by the source becomes the
 * stream's last message: the status has long been sent. Source: "Amazon event stream specification", Smithy.
 */
export async function* encodeEvents(
  union: Shape,
  { events, initialResponse }: EventStream,
  format: EventFormat,
): AsyncGenerator<Uint8Array> {
  if (initialResponse) yield eventFrame("initial-response", structurePayload(initialResponse, format));
  try {
    for await (const event of events) {
      for (const name of Object.keys(event)) {
        const member = union.member(name);
        if (member) yield encodeMember(member, event[name] as Event, format);
      }
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    yield encodeError(union, error, format);
  }
}

/** The events of an RPC protocol's output, after a message with its other members. */
export function encodeRpcEvents(
  stream: Member,
  output: Shape,
  value: Event,
  format: EventFormat,
): AsyncGenerator<Uint8Array> {
  const { [stream.name]: events, ...others } = value;
  const initialResponse = { shape: output, value: others };
  return encodeEvents(stream.shape, { events: events as EventStream["events"], initialResponse }, format);
}

function encodeMember(member: Member, value: Event, format: EventFormat): Uint8Array {
  const { name, shape } = member;
  if (shape.traits.error) return exceptionFrame(name, structurePayload({ shape, value }, format));
  const payload = shape.members.find(({ traits }) => traits.eventPayload);
  if (!payload) return eventFrame(name, structurePayload({ shape, value }, format));
  return eventFrame(name, memberPayload(payload.shape, value[payload.name], format));
}

/** An error that the stream's model has is an exception; all others go by code and message. */
function encodeError(union: Shape, error: AwsError, format: EventFormat): Uint8Array {
  const member = union.members.find(({ shape }) => shape.traits.error && shape.name === error.code);
  if (!member) {
    const headers = { ":message-type": "error", ":error-code": error.code, ":error-message": error.message };
    return encodeEventFrame(headers, noBytes);
  }
  const messageName = member.shape.members.find(({ name }) => name.toLowerCase() === "message")?.name ?? "message";
  const value = { ...error.fields, [messageName]: error.message };
  return exceptionFrame(member.name, structurePayload({ shape: member.shape, value }, format));
}

interface Payload {
  readonly type: string;
  readonly bytes: Uint8Array;
}

const noBytes = new Uint8Array(0);

function memberPayload(shape: Shape, value: unknown, format: EventFormat): Payload {
  if (shape.kind === "blob")
    return { type: "application/octet-stream", bytes: Buffer.from((value ?? "") as Uint8Array) };
  if (shape.kind === "string") return { type: "text/plain", bytes: Buffer.from(String(value ?? "")) };
  return structurePayload({ shape, value: (value ?? {}) as Event }, format);
}

function structurePayload(
  { shape, value }: { readonly shape: Shape; readonly value: Event },
  { contentType, writer }: EventFormat,
): Payload {
  return { type: contentType, bytes: Buffer.from(writer(shape)(value) as Uint8Array) };
}

function eventFrame(name: string, { type, bytes }: Payload): Uint8Array {
  return encodeEventFrame({ ":message-type": "event", ":event-type": name, ":content-type": type }, bytes);
}

function exceptionFrame(name: string, { type, bytes }: Payload): Uint8Array {
  return encodeEventFrame({ ":message-type": "exception", ":exception-type": name, ":content-type": type }, bytes);
}
