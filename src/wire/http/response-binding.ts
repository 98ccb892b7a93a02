import type { ToText } from "../codec/text-value.ts";
import type { Member, Shape } from "../model/shape.ts";
import type { WireResponse } from "../wire-message.ts";
import type { BodyFormat } from "./body-format.ts";
import { toHeader } from "./header-value.ts";

/** Writes an output, or an error's members, as status, headers and body. Compiled once per shape. */
export type ResponseBinding = (output: Readonly<Record<string, unknown>>) => WireResponse;

export interface ResponseOptions {
  readonly status: number;
  /** An answer to HEAD has headers only. */
  readonly isHead?: boolean;
}

export function bindResponse(output: Shape, format: BodyFormat, { status, isHead }: ResponseOptions): ResponseBinding {
  const { headers, prefixes, code, payload, body } = sortMembers(output);
  const write = isHead ? undefined : payload ? payloadWriter(payload, format) : bodyWriter(output, body, format);
  return (value) => {
    const response: WireResponse = { status, headers: {}, body: undefined };
    if (code) response.status = (value[code.name] as number | undefined) ?? status;
    for (const { name, wireName, text } of headers) {
      const member = value[name];
      if (member !== undefined && member !== null) response.headers[wireName] = text(member as never);
    }
    // The model gives one status; an answer that says which range it is of is HTTP's Partial Content.
    if (response.status === 200 && response.headers["Content-Range"] !== undefined) response.status = 206;
    for (const { name, wireName } of prefixes) {
      const map = value[name] as Readonly<Record<string, unknown>> | undefined;
      for (const key in map) response.headers[wireName + key] = String(map[key]);
    }
    // No content is no body, whichever way the status came about.
    if (response.status !== 204) write?.(response, value);
    return response;
  };
}

interface SortedMembers {
  readonly headers: { readonly name: string; readonly wireName: string; readonly text: ToText }[];
  readonly prefixes: { readonly name: string; readonly wireName: string }[];
  readonly body: Member[];
  code?: Member;
  payload?: Member;
}

function sortMembers(output: Shape): SortedMembers {
  const sorted: SortedMembers = { headers: [], prefixes: [], body: [] };
  for (const member of output.members) {
    const { name, traits } = member;
    if (traits.httpHeader !== undefined)
      sorted.headers.push({ name, wireName: traits.httpHeader, text: toHeader(member) });
    else if (traits.httpPrefixHeaders !== undefined) sorted.prefixes.push({ name, wireName: traits.httpPrefixHeaders });
    else if (traits.httpPayload) sorted.payload = member;
    else if (traits.httpResponseCode) sorted.code = member;
    else sorted.body.push(member);
  }
  return sorted;
}

type BodyWriter = (response: WireResponse, value: Readonly<Record<string, unknown>>) => void;

function bodyWriter(output: Shape, members: readonly Member[], format: BodyFormat): BodyWriter | undefined {
  if (members.length > 0) {
    const write = format.structureWriter(output, members);
    return (response, value) => {
      response.body = write(value);
      response.headers["Content-Type"] ??= format.contentType;
    };
  }
  // An operation without output sends no body at all; one whose output is all headers sends an empty object.
  if (output.kind === "unit" || format.emptyBody === undefined) return undefined;
  return (response) => {
    response.body = format.emptyBody;
    response.headers["Content-Type"] ??= format.contentType;
  };
}

function payloadWriter(payload: Member, format: BodyFormat): BodyWriter {
  const { type, write } = toPayload(payload, format);
  return (response, value) => {
    const member = value[payload.name];
    if (member === undefined || member === null) return;
    response.body = write(member);
    if (type !== undefined) response.headers["Content-Type"] ??= type;
  };
}

function toPayload(
  payload: Member,
  format: BodyFormat,
): { type?: string; write: (value: unknown) => WireResponse["body"] } {
  const asIs = (value: unknown): WireResponse["body"] => value as WireResponse["body"];
  const { shape, traits } = payload;
  switch (shape.kind) {
    case "stream":
      return { type: "binary/octet-stream", write: asIs };
    case "blob":
      return { type: traits.mediaType ?? "application/octet-stream", write: asIs };
    case "string":
      return { type: traits.mediaType ?? "text/plain", write: asIs };
    default:
      // An event stream is framed by the protocol.
      if (shape.kind === "union" && traits.streaming) return { write: asIs };
      return { type: format.contentType, write: format.writer(payload) };
  }
}
