/** A resource's policy as it is stored. */
export interface StoredPolicy {
  readonly statements: readonly Readonly<Record<string, unknown>>[];
  /** What its last change gave its holder, whose own goes on with each change of anything else. Policies of before do not have it. */
  readonly revisionId?: string;
}
