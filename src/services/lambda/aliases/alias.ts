/** A name that points at one version, or at two by weight. */
export interface AliasRecord {
  readonly name: string;
  /** Its own, for ever. One that was stored before aliases had ids has none. */
  readonly id?: string;
  readonly version: string;
  readonly description: string;
  /** The second version and the share of the invocations it gets, between 0 and 1. */
  readonly routing: { readonly version: string; readonly weight: number } | undefined;
  readonly revisionId: string;
}

/** What is kept of an alias is kept by this: one that is made anew under its name has another key. No name has an `@`. */
export function aliasKey({ name, id }: AliasRecord): string {
  return id === undefined ? name : `${name}@${id}`;
}

/** The version that one invocation of the alias gets; `fraction` is drawn for it, in [0, 1). */
export function routeAlias({ version, routing }: AliasRecord, fraction: number): string {
  return routing && fraction < routing.weight ? routing.version : version;
}
