/** A call of AWS that a page has made. What it carried of bytes is only counted, and secrets are left out. */
export interface LoggedCall {
  readonly number: number;
  /** The SDK's client without its ending: "CloudWatchLogs". */
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly atMs: number;
  readonly isFailed: boolean;
  /** It may have changed something; the others only read. */
  readonly isChange: boolean;
  /** The address of the page that made it. */
  readonly page: string;
}

/** What the pages of a session have asked AWS for, newest first; a bounded number. */
export interface CallLog {
  readonly record: (call: Omit<LoggedCall, "number" | "isChange">) => void;
  readonly calls: () => readonly LoggedCall[];
  readonly subscribe: (listener: () => void) => () => void;
}

const mostChanges = 50;
const mostReads = 50;

export function createCallLog(): CallLog {
  let calls: readonly LoggedCall[] = [];
  let number = 0;
  const listeners = new Set<() => void>();
  return {
    record: (call) => {
      const isChange =
        !/^(?:Get|List|Describe|Head|Filter|Lookup|Scan|Query|BatchGet|Test|Start(?:Query|LiveTail))/.test(
          call.operation,
        );
      const logged = { ...call, number: ++number, isChange };
      // A page reads the same again and again.
      const before = isChange ? calls : calls.filter((one) => one.isChange || !isSameCall(one, logged));
      const [changes, reads] = [true, false].map((kind) => [logged, ...before].filter((one) => one.isChange === kind));
      calls = [...changes!.slice(0, mostChanges), ...reads!.slice(0, mostReads)].sort((a, b) => b.number - a.number);
      for (const listener of listeners) listener();
    },
    calls: () => calls,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function isSameCall(a: LoggedCall, b: LoggedCall): boolean {
  return (
    a.service === b.service &&
    a.operation === b.operation &&
    a.page === b.page &&
    JSON.stringify(a.input) === JSON.stringify(b.input)
  );
}

/** Bytes that a call carried: small ones that are text, as that. */
export class Bytes {
  readonly length: number;
  readonly text: string | undefined;

  constructor(length: number, text?: string) {
    this.length = length;
    this.text = text;
  }
}

const secretNames = /password|passphrase|secret(?:string|binary|access|$)|private_?key|session_?token|api_?key_?value/i;
const longestText = 100_000;
const deepest = 12;

/** A call's input without what is too large or too secret to be kept. */
export function toLogged(value: unknown, name = "", depth = 0): unknown {
  if (typeof value === "string") {
    if (secretNames.test(name)) return "********";
    return value.length > longestText ? `${value.slice(0, longestText)}…` : value;
  }
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (value instanceof Uint8Array) return new Bytes(value.length, textOf(value));
  if (value instanceof Blob) return new Bytes(value.size);
  if (value instanceof ReadableStream || depth > deepest) return new Bytes(0);
  if (Array.isArray(value)) return value.slice(0, 1_000).map((one) => toLogged(one, name, depth + 1));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, toLogged(one, key, depth + 1)]])),
  );
}

function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.length > longestText || bytes.subarray(0, 4_000).includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
