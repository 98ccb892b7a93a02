/** A line of the function's own code that an error came through. */
export interface ErrorPlace {
  readonly path: string;
  readonly line: number;
  readonly message: string;
  /** Whether it was thrown there; else what threw was called there. */
  readonly isOrigin: boolean;
}

/**
 * Where in the package a failed invocation's error was thrown, first, and through which lines it came. Empty for what is no error of a
 * language that says so: traces of Python, Node.js and Ruby name files of `/var/task`.
 */
export function errorPlaces(payload: string): readonly ErrorPlace[] {
  const { errorMessage = "", errorType, stackTrace, trace } = parse(payload);
  const lines = [stackTrace ?? trace ?? []].flat(2).filter((line) => typeof line === "string");
  const message = errorType ? `${errorType}: ${errorMessage}` : errorMessage;
  const frames = lines.flatMap((line) => [...line.matchAll(frame)]).flatMap(toFrame);
  // Python's trace ends where the error was thrown, the others' begin there.
  const ordered = lines.some((line) => /^\s*File "/.test(line)) ? frames.reverse() : frames;
  return ordered.slice(0, mostPlaces).map((place, index) => ({
    ...place,
    isOrigin: index === 0,
    message: index === 0 ? message : `Called from here: ${message}`,
  }));
}

const mostPlaces = 20;

/** `File "/var/task/a.py", line 8`; `(/var/task/a.mjs:8:3)`, `file:///var/task/a.mjs:8`; `/var/task/a.rb:8:in`. */
const frame = /\/var\/task\/([^":()\n]+)(?:"[,)]? [Ll]ine (\d+)|:(\d+))/g;

function toFrame([, path = "", python, other]: RegExpMatchArray): { path: string; line: number }[] {
  // What the user has not written: a package's own libraries.
  return /(^|\/)(node_modules|vendor)\//.test(path) ? [] : [{ path, line: Number(python ?? other) }];
}

interface Failure {
  readonly errorMessage?: string;
  readonly errorType?: string;
  readonly stackTrace?: unknown;
  readonly trace?: unknown;
}

function parse(payload: string): Failure {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
