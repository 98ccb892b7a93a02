/**
 * Member names repeat in every request: finding one here is twice as fast as decoding it, and what it returns is known to the
 * engine as a property name. One slot per hash, so it never grows.
 */
export class NameCache {
  readonly #slots: (string | undefined)[] = new Array(slotCount).fill(undefined);

  /** How many names were not here when they were asked for. */
  misses = 0;

  read(bytes: Buffer, start: number, end: number): string {
    const length = end - start;
    if (length > maximumLength) {
      this.misses += 1;
      return bytes.toString("utf8", start, end);
    }
    let hash = length;
    for (let at = start; at < end; at++) hash = (hash * 31 + bytes[at]!) | 0;
    const slot = hash & (slotCount - 1);
    const known = this.#slots[slot];
    if (known !== undefined && isAt(known, bytes, start, length)) return known;
    this.misses += 1;
    const name = bytes.toString("utf8", start, end);
    // Only ASCII: the comparison is by bytes.
    if (name.length === length) this.#slots[slot] = name;
    return name;
  }
}

const slotCount = 2048;
const maximumLength = 40;

function isAt(name: string, bytes: Buffer, start: number, length: number): boolean {
  if (name.length !== length) return false;
  for (let index = 0; index < length; index++) if (name.charCodeAt(index) !== bytes[start + index]) return false;
  return true;
}
