import { limits } from "../limits.ts";
import { ShadowRefusal } from "./shadow-refusal.ts";
import { isJsonObject, type Json, type JsonObject } from "./shadow-state.ts";

/** What a device or somebody by HTTP asks of a shadow. */
export interface ShadowRequest {
  readonly clientToken: string | undefined;
  /** The one that the shadow must have. */
  readonly version: number | undefined;
}

export interface ShadowUpdate extends ShadowRequest {
  /** As it was sent; null clears all of it. */
  readonly state: JsonObject | null;
  /** Undefined: not spoken of. Null clears the section. */
  readonly desired: JsonObject | null | undefined;
  readonly reported: JsonObject | null | undefined;
}

/** Throws ShadowRefusal. An empty body of a get or a deletion asks for nothing beside. */
export function readShadowRequest(payload: Uint8Array): ShadowRequest {
  if (payload.byteLength === 0) return { clientToken: undefined, version: undefined };
  const document = toDocument(payload);
  return { clientToken: clientTokenOf(document), version: versionOf(document) };
}

/** Throws ShadowRefusal, in AWS's words. Source: "Request state document". */
export function readShadowUpdate(payload: Uint8Array): ShadowUpdate {
  const document = toDocument(payload);
  const clientToken = clientTokenOf(document);
  const refuse = (message: string, code = 400) => new ShadowRefusal(code, message, clientToken);
  const { state } = document;
  if (state === undefined) throw refuse("Missing required node: state");
  if (state !== null && !isJsonObject(state)) throw refuse("State node must be an object");
  const { desired, reported, ...others } = state ?? { desired: null, reported: null };
  if (Object.keys(others).length > 0) throw refuse("State contains an invalid node");
  if (desired !== undefined && desired !== null && !isJsonObject(desired))
    throw refuse("Desired node must be an object");
  if (reported !== undefined && reported !== null && !isJsonObject(reported))
    throw refuse("Reported node must be an object");
  const version = versionOf(document);
  for (const section of [desired, reported])
    if (section && levelsOf(section) > limits.shadowLevels)
      throw refuse(`JSON contains too many levels of nesting; maximum is ${limits.shadowLevels}`);
  return { clientToken, version, state, desired, reported };
}

function toDocument(payload: Uint8Array): JsonObject {
  if (payload.byteLength > limits.shadowBytes)
    throw new ShadowRefusal(413, "The payload exceeds the maximum size allowed");
  let document: Json;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(payload);
    document = JSON.parse(text);
  } catch (error) {
    if (error instanceof TypeError)
      throw new ShadowRefusal(415, "Unsupported documented encoding; supported encoding is UTF-8");
    throw new ShadowRefusal(400, "Payload contains invalid json");
  }
  if (!isJsonObject(document)) throw new ShadowRefusal(400, "Payload contains invalid json");
  return document;
}

function clientTokenOf({ clientToken }: JsonObject): string | undefined {
  if (clientToken === undefined || clientToken === null) return undefined;
  if (typeof clientToken !== "string" || Buffer.byteLength(clientToken) > limits.clientTokenBytes)
    throw new ShadowRefusal(400, "Invalid clientToken");
  return clientToken;
}

function versionOf(document: JsonObject): number | undefined {
  const { version } = document;
  if (version === undefined || version === null) return undefined;
  if (typeof version !== "number" || !Number.isSafeInteger(version) || version < 0)
    throw new ShadowRefusal(400, "Invalid version", clientTokenOf(document));
  return version;
}

/** A document of 8 KB is no deeper than the stack. */
function levelsOf(value: Json): number {
  if (typeof value !== "object" || value === null) return 0;
  let deepest = 0;
  for (const inner of Object.values(value)) deepest = Math.max(deepest, levelsOf(inner));
  return deepest + 1;
}
