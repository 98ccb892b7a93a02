/** What Lambda's REPORT line tells of an invocation. */
export interface Report {
  readonly requestId: string;
  readonly durationMs: number;
  readonly billedMs: number;
  readonly memoryMB: number;
  readonly usedMB: number;
  readonly initMs: number | undefined;
  /** Of a platform's failure: "timeout", "error". A function's own error is in the lines before. */
  readonly status: string | undefined;
}

/** Undefined for any other line. Source: Lambda developer guide, "Viewing CloudWatch logs for Lambda". */
export function parseReport(line: string): Report | undefined {
  const requestId = /^REPORT RequestId: (\S+)/.exec(line)?.[1];
  if (!requestId) return undefined;
  const number = (pattern: RegExp) => Number(pattern.exec(line)?.[1] ?? 0);
  const initMs = /\tInit Duration: ([\d.]+) ms/.exec(line)?.[1];
  return {
    requestId,
    durationMs: number(/\tDuration: ([\d.]+) ms/),
    billedMs: number(/\tBilled Duration: ([\d.]+) ms/),
    memoryMB: number(/\tMemory Size: (\d+) MB/),
    usedMB: number(/\tMax Memory Used: (\d+) MB/),
    initMs: initMs === undefined ? undefined : Number(initMs),
    status: /\tStatus: (\w+)/.exec(line)?.[1],
  };
}

/** A line that says that the invocation it belongs to failed. */
export function isErrorLine(line: string): boolean {
  return /\[ERROR\]|\tERROR\t(?:Invoke|Uncaught|Unhandled)|Task timed out after|\b(?:Runtime|Sandbox)\.\w+/.test(line);
}

/** What a stream says of one request: from the first line that names it to the last. */
export function linesOf(messages: readonly string[], requestId: string): string {
  const isNamed = (message: string) => message.includes(requestId);
  const lines = messages.slice(messages.findIndex(isNamed), messages.findLastIndex(isNamed) + 1);
  return lines.map((line) => line.trimEnd()).join("\n");
}
