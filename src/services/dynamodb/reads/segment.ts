import { validationException } from "../errors.ts";
import type { KeyRange } from "../items/item-store.ts";
import { firstKey, lastKey } from "../items/row-key.ts";
import type { Item } from "../values/attribute-value.ts";
import type { RowSource } from "./row-source.ts";
import { checkIndexStart, invalidStart } from "./start-key.ts";

interface Given {
  readonly Segment?: number;
  readonly TotalSegments?: number;
}

/** Throws ValidationException. */
export function checkSegment({ Segment: segment, TotalSegments: total }: Given): void {
  if (segment !== undefined && total === undefined)
    throw validationException(
      "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
    );
  if (total === undefined) return;
  if (segment === undefined)
    throw validationException(
      "The Segment parameter is required but was not present in the request when parameter TotalSegments is present",
    );
  if (segment >= total)
    throw validationException(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
    );
}

/** Segments are equal ranges of hashes, by their first twelve bits. Source: recorded answers. */
export function toSegmentRange({ Segment: segment = 0, TotalSegments: total = 1 }: Given): KeyRange {
  const bound = (at: number) => Math.ceil((hashes * at) / total);
  const toBytes = (hash: number) => {
    if (hash >= hashes) return lastKey;
    const bytes = Buffer.from(firstKey);
    bytes.writeUInt16BE(hash << 4);
    return bytes;
  };
  return { from: toBytes(bound(segment)), to: toBytes(bound(segment + 1)) };
}

const hashes = 4096;

/** Checks that a scan can go on behind this key, as far as the index is concerned. Throws ValidationException. */
export function checkScanStart(start: Item, source: RowSource): void {
  if (Object.keys(start).length !== source.identity.length) {
    const why = new Error("The provided key element does not match the schema");
    throw invalidStart(source.index ? undefined : why);
  }
  if (source.index) checkIndexStart(start, source);
}
