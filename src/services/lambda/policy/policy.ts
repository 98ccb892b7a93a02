/** A resource's policy as it is stored. */
export interface StoredPolicy {
  readonly statements: readonly Readonly<Record<string, unknown>>[];
}
