/** A request's head, as all protocols see it. */
export interface RequestHead {
  readonly method: string;
  /** Raw, still percent-encoded, without the query. */
  readonly path: string;
  /** Decoded pairs, in order. */
  readonly query: readonly (readonly [string, string])[];
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The same with what signatures cover as the client wrote it. */
export interface SignedHead extends RequestHead {
  /** What follows the `?`, still encoded. */
  readonly rawQuery: string;
}
