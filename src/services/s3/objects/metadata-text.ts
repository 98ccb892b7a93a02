import { isHeaderValue, isPlainHeaderValue } from "../../../platform/http-header.ts";

/** A value of user metadata as it is kept, which is as it goes out, and how many bytes of the limit it takes. */
export interface MetadataText {
  readonly text: string;
  readonly bytes: number;
}

/**
 * What S3 makes of a value of user metadata. Bytes of a header that are no ASCII stay as they came. What is encoded by RFC 2047 is decoded
 * and, where it must be, encoded anew in S3's own way, so that a client finds what it said in one form, whoever encoded it. Source:
 * "Working with object metadata", user-defined object metadata, and S3's answers.
 */
export function toMetadataText(value: string): MetadataText {
  if (isHeaderValue(value) && !value.includes("=?")) return { text: value, bytes: value.length };
  const decoded = isHeaderValue(value) ? decodeWords(value) : value;
  if (decoded === value && isHeaderValue(value)) return { text: value, bytes: value.length };
  return { text: encodeWord(decoded), bytes: Buffer.byteLength(decoded) };
}

/**
 * Text in a header of ASCII. S3 writes one word, however long: in base64 what has characters that are not printed, else quoted, with
 * fewer characters escaped than RFC 2047 asks for.
 */
export function encodeWord(text: string): string {
  return isPlainHeaderValue(text) ? text : toWord(text);
}

/** The same for text that must not be taken for encoded, whatever it looks like. */
export function encodeLiterally(text: string): string {
  return isPlainHeaderValue(text) && !text.includes("=?") ? text : toWord(text);
}

function toWord(text: string): string {
  if (unprintable.test(text)) return `=?UTF-8?B?${Buffer.from(text).toString("base64")}?=`;
  let quoted = "";
  for (const byte of Buffer.from(text)) {
    const character = String.fromCharCode(byte);
    if (character === " ") quoted += "_";
    else if (byte > 0x7e || escaped.has(character)) quoted += `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    else quoted += character;
  }
  return `=?UTF-8?Q?${quoted}?=`;
}

/** Controls, formatting and private characters, halves of a pair, and what stands for bytes that were no text. */
const unprintable = /[\p{C}\ufffd]/u;
const escaped: ReadonlySet<string> = new Set(["_", "=", "?"]);

/** Blanks between two words belong to neither. A charset that nobody knows leaves its word as it is. */
function decodeWords(text: string): string {
  return text
    .replace(/(=\?[^?\s]+\?[bq]\?[^?]*\?=)[ \t]+(?==\?[^?\s]+\?[bq]\?[^?]*\?=)/gi, "$1")
    .replace(/=\?([^?\s]+)\?([bq])\?([^?]*)\?=/gi, decodeWord);
}

function decodeWord(word: string, charset: string, encoding: string, content: string): string {
  const bytes = encoding.toLowerCase() === "b" ? fromBase64(content) : unquote(content);
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return word;
  }
}

/** Padding that is followed by more stands for the highest digit. Source: S3's answers. */
function fromBase64(content: string): Buffer {
  return Buffer.from(content.replace(/=(?=[^=])/g, "/"), "base64");
}

function unquote(content: string): Buffer {
  const bytes = content
    .replaceAll("_", " ")
    .replace(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1");
}
