import type { RuleStatement } from "../rule-sql/rule-statement.ts";
import type { Template } from "../rule-sql/template.ts";
import type { TopicRule } from "./topic-rule.ts";
import type { TopicTree } from "./topic-tree.ts";

/** An account's rules as messages meet them. */
export interface KnownRules {
  /** Those that are enabled, by their topic filters. */
  readonly byTopic: TopicTree<KnownRule>;
  /** All, for Basic Ingest, and for the next load. */
  readonly byName: ReadonlyMap<string, KnownRule>;
}

/** A rule, its statement and templates compiled. */
export interface KnownRule {
  readonly rule: TopicRule;
  /** The record as it is kept, by which a rule that has not changed is known. */
  readonly text: string;
  readonly statement: RuleStatement;
  readonly actions: readonly KnownAction[];
}

export interface KnownAction {
  readonly kind: string;
  /** Its settings' texts that have templates in them, by their path. */
  readonly filled: readonly { readonly path: readonly string[]; readonly template: Template }[];
  readonly settings: Readonly<Record<string, unknown>>;
}
