/**
 * What a decoder throws: cheap to make, and the path is filled while it unwinds. The protocol turns it into the error that its
 * service answers.
 */
export class DecodeError extends Error {
  /** Members and indexes from the input down to the value. */
  readonly path: string[] = [];
  /** Set where the value was no part of the body. */
  source: ValueSource | undefined;

  constructor(message: string) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = limit;
  }
}

/** The header or query parameter a value came from. */
export interface ValueSource {
  readonly in: "header" | "query" | "path";
  readonly name: string;
  readonly value: string;
}

/** Rethrows with one more step of the path. */
export function rethrowAt(error: unknown, step: string): never {
  if (error instanceof DecodeError) error.path.unshift(step);
  throw error;
}
