/** A life as a table: state → event → next state. What is absent is forbidden. */
export type TransitionTable = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The next state. Throws on a forbidden transition: that is a programmer's error, not a user's. */
export function transition<T extends TransitionTable>(
  table: T,
  state: keyof T & string,
  event: string,
): keyof T & string {
  const next = table[state]?.[event];
  if (next === undefined) throw new Error(`forbidden transition: ${event} while ${state}`);
  return next;
}
