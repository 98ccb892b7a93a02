/** The selected row, where it is the only one: most of what can be done is done with one. */
export function onlyOf<T>(selected: readonly T[]): T | undefined {
  return selected.length === 1 ? selected[0] : undefined;
}
