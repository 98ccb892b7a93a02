import type { KeyRange as AskedRange } from "../expressions/key-condition.ts";
import type { KeyRange } from "../items/item-store.ts";
import { afterPrefix, hashPrefix, keyAfter, lastKey, rangeBeginning, rangeBytes } from "../items/row-key.ts";
import type { AttributeValue } from "../values/attribute-value.ts";

/** The rows that a key condition asks for. */
export function toQueryRange({ hash, equal, last }: AskedRange): KeyRange {
  const prefix = hashPrefix(hash);
  const at = (...values: AttributeValue[]) => Buffer.concat([prefix, rangeBytes([...equal, ...values])]);
  const all = { from: at(), to: after(at()) };
  if (!last) return all;
  const [first, second] = last.values as [AttributeValue, AttributeValue?];
  switch (last.operator) {
    case "LT":
      return { ...all, to: at(first) };
    case "LE":
      return { ...all, to: after(at(first)) };
    case "GT":
      return { ...all, from: after(at(first)) };
    case "GE":
      return { ...all, from: at(first) };
    case "BETWEEN":
      return { from: at(first), to: after(at(second!)) };
    case "BEGINS_WITH": {
      const beginning = Buffer.concat([prefix, rangeBeginning(equal, first)]);
      return { from: beginning, to: after(beginning) };
    }
    default:
      throw new Error(`a range key is not asked for by ${last.operator}`);
  }
}

/** Goes on behind a row. */
export function withStart({ from, to }: KeyRange, start: Buffer | undefined, isBackward: boolean): KeyRange {
  if (!start) return { from, to };
  if (isBackward) return { from, to: Buffer.compare(start, to) < 0 ? start : to };
  const next = keyAfter(start);
  return { from: Buffer.compare(next, from) > 0 ? next : from, to };
}

function after(bytes: Buffer): Buffer {
  return afterPrefix(bytes) ?? lastKey;
}
