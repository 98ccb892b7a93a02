/** A name that points at one version, or at two by weight. */
export interface AliasRecord {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** The second version and the share of the invocations it gets, between 0 and 1. */
  readonly routing: { readonly version: string; readonly weight: number } | undefined;
  readonly revisionId: string;
}

/** The version that one invocation of the alias gets; `fraction` is drawn for it, in [0, 1). */
export function routeAlias({ version, routing }: AliasRecord, fraction: number): string {
  return routing && fraction < routing.weight ? routing.version : version;
}
