/** What is made, and its code read, when it is asked for the first time: a server that nobody asks for it keeps nothing of it. */
export interface WhenAsked<T> {
  (): Promise<T>;
  /** Undefined while nobody has asked. */
  readonly made: () => Promise<T> | undefined;
}

export function whenAsked<T>(make: () => Promise<T>): WhenAsked<T> {
  let made: Promise<T> | undefined;
  const ask = () => {
    made ??= make().catch((error: unknown) => {
      // Code that could not be read is asked for anew by the next one.
      made = undefined;
      throw error;
    });
    return made;
  };
  return Object.assign(ask, { made: () => made });
}
