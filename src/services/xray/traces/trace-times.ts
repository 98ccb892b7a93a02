/** The smallest id of a trace that began then: what stands by ids stands by the second. */
export function firstTraceAt(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `1-${seconds.toString(16).padStart(8, "0")}-`;
}
