import { invalidPartNumber, invalidRange, invalidRequest } from "../errors.ts";
import type { ByteRange } from "./bodies.ts";
import type { StoredObject } from "./stored-object.ts";

export interface RangeInput {
  readonly Range?: string | undefined;
  readonly PartNumber?: number | undefined;
}

/**
 * The part of an object that is asked for; undefined for all of it. A header that is no single range of bytes is ignored, as
 * HTTP wants. Throws InvalidRange, InvalidPartNumber, and InvalidRequest for both at once.
 */
export function rangeOf(object: StoredObject, { Range, PartNumber }: RangeInput): ByteRange | undefined {
  if (PartNumber === undefined) return Range === undefined ? undefined : parseRange(Range, object.sizeBytes);
  if (Range !== undefined) throw invalidRequest("Cannot specify both Range header and partNumber query parameter");
  return partRange(object, PartNumber);
}

/** `bytes 0-9/100` */
export function toContentRange({ start, end }: ByteRange, sizeBytes: number): string {
  return `bytes ${start}-${end - 1}/${sizeBytes}`;
}

function parseRange(header: string, sizeBytes: number): ByteRange | undefined {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? [];
  if (first === "" && last === "") return undefined;
  const start = first === "" ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  if (start >= sizeBytes) throw invalidRange(header, sizeBytes);
  return { start, end };
}

/** An object that was not uploaded in parts has one part, itself. */
function partRange({ content, isMultipart, sizeBytes }: StoredObject, number: number): ByteRange | undefined {
  if (!isMultipart) {
    if (number !== 1) throw invalidPartNumber(number, 1);
    return sizeBytes === 0 ? undefined : { start: 0, end: sizeBytes };
  }
  let start = 0;
  for (const part of content) {
    if (part.number === number) return { start, end: start + part.sizeBytes };
    start += part.sizeBytes;
  }
  throw invalidPartNumber(number, content.length);
}
