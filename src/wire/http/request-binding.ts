import { DecodeError, rethrowAt, type ValueSource } from "../codec/decode-error.ts";
import { type FromText, fromText } from "../codec/text-value.ts";
import { setKey } from "../codec/tree-format.ts";
import type { Member, OperationShape } from "../model/shape.ts";
import type { RequestHead, WireBody } from "../wire-message.ts";
import type { BodyFormat, ReadBody } from "./body-format.ts";
import { fromHeader } from "./header-value.ts";

/** Where an operation's input is in a request: labels, headers, query and body. Compiled once per operation. */
export interface RequestBinding {
  /** The body is a member that is handed on as a stream. */
  readonly streamsInput: boolean;
  /** The body is a member that is not parsed. */
  readonly takesBody: boolean;
  /** Without these a request is for another operation with the same path. */
  readonly requiredQuery: readonly string[];
  readonly requiredHeaders: readonly string[];
  decode(head: RequestHead, labels: Readonly<Record<string, string>>, body: WireBody): Record<string, unknown>;
}

export function bindRequest(operation: OperationShape, format: BodyFormat): RequestBinding {
  const sorted = sortMembers(operation);
  const { labels, headers, query, queryMap, prefixes, payload } = sorted;
  const readBody = payload ? undefined : sorted.body.length > 0 ? format.structureReader(sorted.body) : undefined;
  const readPayload = payload && payload.shape.kind !== "stream" ? payloadReader(payload, format) : undefined;
  const readQueryMap = queryMap && queryMapReader(queryMap, operation, query);

  return {
    streamsInput: payload?.shape.kind === "stream",
    takesBody: payload !== undefined && ["stream", "blob", "string"].includes(payload.shape.kind),
    requiredQuery: query.filter(({ member }) => member.required).map(({ wireName }) => wireName),
    requiredHeaders: headers.filter(({ member }) => member.required).map(({ wireName }) => wireName),
    decode(head, found, body) {
      const input: Record<string, unknown> = {};
      if (payload?.shape.kind === "stream") input[payload.name] = body;
      else if (payload && readPayload) {
        const value = readPayload(body as ReadBody);
        if (value !== undefined) input[payload.name] = value;
      } else if (readBody && !isEmpty(body as ReadBody)) Object.assign(input, readBody(body as ReadBody));
      for (const label of labels) {
        const text = found[label.wireName];
        if (text !== undefined && text !== "") input[label.member.name] = read(label, text, "path");
      }
      for (const header of headers) {
        const text = head.headers[header.wireName];
        if (text !== undefined) input[header.member.name] = read(header, text, "header");
      }
      for (const { member, wireName } of prefixes) {
        const values = withPrefix(head.headers, wireName);
        if (values) input[member.name] = values;
      }
      if (head.query.length > 0) for (const parameter of query) readParameter(input, parameter, head.query);
      if (queryMap && readQueryMap) input[queryMap.name] = readQueryMap(head.query);
      return input;
    },
  };
}

interface Bound {
  readonly member: Member;
  readonly wireName: string;
  readonly read: FromText;
}

interface SortedMembers {
  readonly labels: Bound[];
  readonly headers: Bound[];
  readonly query: Bound[];
  readonly prefixes: { readonly member: Member; readonly wireName: string }[];
  readonly body: Member[];
  queryMap?: Member;
  payload?: Member;
}

/** Times by the models, but S3 takes any text for them (`0`, `5d`) and gives it back as it came; its newer clients call that `ExpiresString`. */
const freeTexts: ReadonlySet<string> = new Set(["expires", "response-expires"]);
const asItCame: FromText = (text) => text;

function sortMembers({ input }: OperationShape): SortedMembers {
  const sorted: SortedMembers = { labels: [], headers: [], query: [], prefixes: [], body: [] };
  for (const member of input.members) {
    const { traits, shape } = member;
    if (traits.httpLabel) sorted.labels.push({ member, wireName: member.name, read: fromText(shape) });
    else if (traits.httpHeader !== undefined) {
      const wireName = traits.httpHeader.toLowerCase();
      sorted.headers.push({ member, wireName, read: freeTexts.has(wireName) ? asItCame : fromHeader(member) });
    } else if (traits.httpQuery !== undefined) {
      const single = shape.kind === "list" ? shape.item.shape : shape;
      const wireName = traits.httpQuery;
      sorted.query.push({ member, wireName, read: freeTexts.has(wireName) ? asItCame : fromText(single) });
    } else if (traits.httpPrefixHeaders !== undefined) {
      sorted.prefixes.push({ member, wireName: traits.httpPrefixHeaders.toLowerCase() });
    } else if (traits.httpQueryParams) sorted.queryMap = member;
    else if (traits.httpPayload) sorted.payload = member;
    else sorted.body.push(member);
  }
  return sorted;
}

function read({ member, wireName, read: readText }: Bound, text: string, place: ValueSource["in"]): unknown {
  try {
    return readText(text);
  } catch (error) {
    if (error instanceof DecodeError) error.source ??= { in: place, name: wireName, value: text };
    return rethrowAt(error, member.name);
  }
}

function readParameter(input: Record<string, unknown>, parameter: Bound, query: RequestHead["query"]): void {
  const { member, wireName } = parameter;
  const isList = member.shape.kind === "list";
  for (const [name, text] of query) {
    if (name !== wireName) continue;
    const value = read(parameter, text, "query");
    if (isList) {
      input[member.name] ??= [];
      (input[member.name] as unknown[]).push(value);
    } else input[member.name] ??= value;
  }
}

function withPrefix(headers: RequestHead["headers"], prefix: string): Record<string, string> | undefined {
  let values: Record<string, string> | undefined;
  for (const name in headers) {
    if (!name.startsWith(prefix)) continue;
    values ??= {};
    setKey(values, name.slice(prefix.length), headers[name]);
  }
  return values;
}

function isEmpty(body: ReadBody): boolean {
  return Buffer.isBuffer(body) && body.length === 0;
}

function payloadReader(payload: Member, format: BodyFormat): (body: ReadBody) => unknown {
  const { kind } = payload.shape;
  if (kind === "blob") return (body) => (isEmpty(body) ? undefined : body);
  if (kind === "string") return (body) => (isEmpty(body) ? undefined : (body as Buffer).toString("utf8"));
  const readShape = format.reader(payload.shape);
  return (body) => {
    if (isEmpty(body)) return undefined;
    try {
      return readShape(body);
    } catch (error) {
      return rethrowAt(error, payload.name);
    }
  };
}

/** A map of all parameters that no member and no literal of the URI names. */
function queryMapReader(
  { shape }: Member,
  { traits }: OperationShape,
  query: readonly Bound[],
): (pairs: RequestHead["query"]) => Record<string, unknown> {
  const literals = new URLSearchParams(traits.http?.[1].split("?")[1] ?? "").keys();
  const named = new Set([...query.map(({ wireName }) => wireName), ...literals]);
  const holdsLists = shape.item.shape.kind === "list";
  return (pairs) => {
    const values: Record<string, unknown> = {};
    for (const [name, text] of pairs) {
      if (named.has(name)) continue;
      if (!holdsLists) setKey(values, name, text);
      else if (Object.hasOwn(values, name)) (values[name] as string[]).push(text);
      else setKey(values, name, [text]);
    }
    return values;
  };
}
