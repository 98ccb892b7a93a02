import { Pace } from "../../platform/pace.ts";
import { DecodeError } from "./decode-error.ts";
import { limits } from "./limits.ts";

/** What is not beside its long texts of a large body: that is parsed in one go, which keeps all others waiting. */
export const mostParsedBytes = 2 * 1024 * 1024;
/** A text so long is worth being taken out. */
const longBytes = 1024;
/** Looked at in one go. */
const sliceBytes = 1024 * 1024;

/** A JSON document without its long texts: in the place of each stands its number behind `mark`. */
export interface CutJson {
  readonly json: string;
  readonly texts: readonly LongText[];
}

/** What a text begins with that stands for another: half a character, which no UTF-8 has. */
const mark = "\udc00";
const markCode = mark.charCodeAt(0);

/** A text that stands for itself, or is base 64, which nearly all of the longest are (a package). */
export class LongText {
  /** The bytes that it stands for; undefined for what is no base 64. */
  readonly bytes: Buffer | undefined;
  /** As it stands in the body, escapes included. */
  readonly #raw: Buffer;
  #text: string | undefined;

  constructor(raw: Buffer, bytes: Buffer | undefined) {
    this.#raw = raw;
    this.bytes = bytes;
  }

  /** Throws DecodeError for what is no text of JSON. */
  get text(): string {
    this.#text ??= parseShallow(`"${this.#raw.toString("utf8")}"`) as string;
    return this.#text;
  }
}

/** Throws DecodeError. */
export function parse(json: string): unknown {
  if (json.length > smallCharacters) checkExtent(json);
  return parseShallow(json);
}

function parseShallow(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new DecodeError(`Could not parse request body into json: ${(error as Error).message}`);
  }
}

/** So few, whatever they are, take no time to speak of. */
const smallCharacters = 64 * 1024;
/** As deep as AWS's parser goes; `JSON.parse` takes a fifth of a second for a megabyte of brackets. */
const mostNesting = 1_000;

/**
 * Names and short texts that differ are what costs the engine most: it keeps each of them once, and an object of many names is a table of its own.
 * Two megabytes of them took a quarter of a second until they had been read, copied and checked. AWS's largest call, PutMetricData of a thousand data
 * with thirty dimensions each, has 70,000 members and 130,000 texts.
 */
function checkExtent(json: string): void {
  const membersAt: number[] = [0];
  let members = 0;
  let texts = 0;
  let items = 0;
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === quote) {
      if (++texts > limits.jsonTexts) throw tooMany("texts");
      for (at++; at < json.length && json.charCodeAt(at) !== quote; at++) if (json.charCodeAt(at) === backslash) at++;
    } else if (code === colon) {
      membersAt[depth]! += 1;
      if (membersAt[depth]! > limits.mapKeys || ++members > limits.members) throw tooMany("members");
    } else if (code === comma) {
      if (++items > limits.jsonItems) throw tooMany("values");
    } else if (code === 0x5b || code === 0x7b) membersAt[++depth] = 0;
    else if (code === 0x5d || code === 0x7d) depth = Math.max(0, depth - 1);
    if (depth > mostNesting) {
      const message = `Document nesting depth (${depth}) exceeds the maximum allowed (${mostNesting})`;
      throw new DecodeError(`Could not parse request body into json: ${message}`);
    }
  }
}

function tooMany(what: string): DecodeError {
  return new DecodeError(`The request body has too many ${what}`);
}

/**
 * Takes the long texts out of a large JSON body, a slice at a time: the largest bodies there are carry a package or events as text, and little else.
 * Throws DecodeError for a body of many values: 70 MB of brackets would be parsed for a quarter of a minute, and fill the memory.
 */
export async function cutLongTexts(body: Buffer): Promise<CutJson> {
  const pace = new Pace();
  const pieces: string[] = [];
  const texts: LongText[] = [];
  let kept = 0;
  let from = 0;
  const keep = (end: number): void => {
    kept += end - from;
    if (kept > mostParsedBytes) throw tooMany("values");
    pieces.push(body.toString("utf8", from, end));
  };
  for (let at = 0; ; ) {
    const open = body.indexOf(quote, at);
    if (open < 0 || kept + open - from > mostParsedBytes) break;
    const end = endOfText(body, open + 1);
    if (pace.isOver) await pace.rest();
    at = end;
    if (end - open <= longBytes || isName(body, end)) continue;
    keep(open + 1);
    pieces.push(`${mark}${texts.length}`);
    const raw = body.subarray(open + 1, end - 1);
    const text = new LongText(raw, await fromBase64(raw, pace));
    // Whatever becomes of it, it must be one. Of what is larger than any text that AWS takes, only its reader finds out.
    if (!text.bytes && raw.length <= mostParsedBytes) void text.text;
    texts.push(text);
    from = end - 1;
  }
  keep(body.length);
  const json = pieces.join("");
  // Somebody else's mark: half a character, which RFC 8259 leaves open what to do with.
  if (forgedMark.test(json)) throw new DecodeError("Could not parse request body into json: unpaired surrogate");
  return { json, texts };
}

const forgedMark = /"\\u[dD][cC]00/;

/** Puts the long texts into a parsed document. */
export function putLongTexts(tree: unknown, texts: readonly LongText[]): unknown {
  const holder = [tree];
  const open: object[] = [holder];
  let left = texts.length;
  const put = (node: Record<string | number, unknown>, key: string | number): void => {
    const value = node[key];
    if (typeof value === "object" && value !== null) open.push(value);
    if (typeof value !== "string" || value.charCodeAt(0) !== markCode) return;
    node[key] = texts[Number(value.slice(1))];
    left -= 1;
  };
  while (left > 0) {
    const node = open.pop();
    if (!node) break;
    if (Array.isArray(node)) for (let index = 0; index < node.length; index++) put(node as never, index);
    else for (const key in node) put(node as never, key);
  }
  return holder[0];
}

/** Behind the quote that closes a text. */
function endOfText(body: Buffer, from: number): number {
  for (let at = from; ; ) {
    const close = body.indexOf(quote, at);
    if (close < 0) return body.length;
    let backslashes = 0;
    while (backslashes < close - from && body[close - 1 - backslashes] === backslash) backslashes++;
    if (backslashes % 2 === 0) return close + 1;
    // Where there is one there are many: to look at each byte is quicker than to search for each.
    at = close + 1;
    for (const stretch = at + 4_096; at < stretch && at < body.length; at++) {
      if (body[at] === backslash) at++;
      else if (body[at] === quote) return at + 1;
    }
  }
}

/** Whether it is a member's name: they are parsed, however long. */
function isName(body: Buffer, end: number): boolean {
  let at = end;
  while (body[at] === 0x20 || body[at] === 0x0a || body[at] === 0x0d || body[at] === 0x09) at++;
  return body[at] === colon;
}

/** Undefined for what is no base 64. Clients in PHP escape its slashes, some in Java break its lines. */
async function fromBase64(raw: Buffer, pace: Pace): Promise<Buffer | undefined> {
  const bytes = Buffer.allocUnsafe(Math.ceil((raw.length * 3) / 4));
  let length = 0;
  let rest = "";
  for (let at = 0; at < raw.length; at += sliceBytes) {
    const isLast = at + sliceBytes >= raw.length;
    const slice = rest + raw.toString("latin1", at, at + sliceBytes);
    const text = slice.includes("\\") ? slice.replaceAll("\\/", "/").replaceAll(/\\[nr]/g, "") : slice;
    // An escape may be cut in two, and what an end may hold must be at the very end.
    const usable = isLast ? text.length : Math.max(0, text.length - (text.length % 4) - 8);
    if (!(isLast ? base64 : beginningOfBase64).test(text)) return undefined;
    length += bytes.write(text.slice(0, usable), length, "base64");
    rest = text.slice(usable);
    if (pace.isOver) await pace.rest();
  }
  return bytes.subarray(0, length);
}

// Clients of some languages leave the padding out or use the alphabet of URLs; Buffer reads both.
const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/;
const beginningOfBase64 = /^[A-Za-z0-9+/_-]*={0,2}\\?$/;

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;
