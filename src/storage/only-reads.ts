/** Whether a statement surely changes nothing. `all` and `get` may also run one that changes and returns. */
export function onlyReads(text: string): boolean {
  return /^\s*SELECT\b/i.test(text);
}
