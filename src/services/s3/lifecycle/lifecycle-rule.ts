import type { LifecycleRule, LifecycleRuleFilter, Tag } from "@aws-sdk/client-s3";
import { ownValue } from "../../../platform/own-value.ts";

/** A bucket's lifecycle as it is stored, JSON: the rules as they were put, each with an id. */
export interface StoredLifecycle {
  readonly rules: readonly LifecycleRule[];
  readonly minimumSize: "all_storage_classes_128K" | "varies_by_storage_class";
}

/** Which objects a rule is about. */
export interface RuleFilter {
  readonly prefix: string;
  readonly tags: readonly Tag[];
  readonly greaterThanBytes: number | undefined;
  readonly lessThanBytes: number | undefined;
}

/** The dates are dates again. */
export function readLifecycle(json: string): StoredLifecycle {
  const stored = JSON.parse(json) as StoredLifecycle;
  return { ...stored, rules: stored.rules.map(withDates) };
}

export function filterOf({ Filter = {}, Prefix }: LifecycleRule): RuleFilter {
  const { And, Tag: tag } = Filter as LifecycleRuleFilter;
  return {
    prefix: And?.Prefix ?? Filter.Prefix ?? Prefix ?? "",
    tags: And?.Tags ?? (tag ? [tag] : []),
    greaterThanBytes: And?.ObjectSizeGreaterThan ?? Filter.ObjectSizeGreaterThan,
    lessThanBytes: And?.ObjectSizeLessThan ?? Filter.ObjectSizeLessThan,
  };
}

/** Whether a rule may be about an object; `tags` undefined leaves them open. */
export function matchesRule(
  filter: RuleFilter,
  object: { readonly key: string; readonly sizeBytes: number },
  tags: Readonly<Record<string, string>> | undefined,
): boolean {
  if (!object.key.startsWith(filter.prefix)) return false;
  if (filter.greaterThanBytes !== undefined && object.sizeBytes <= filter.greaterThanBytes) return false;
  if (filter.lessThanBytes !== undefined && object.sizeBytes >= filter.lessThanBytes) return false;
  return tags === undefined || filter.tags.every(({ Key = "", Value }) => ownValue(tags, Key) === Value);
}

const dayMs = 24 * 60 * 60 * 1000;

/** So many days later, at the next midnight (UTC). Source: "Lifecycle configuration elements", Rules based on an object's age. */
export function daysAfter(ms: number, days: number): number {
  return Math.ceil((ms + days * dayMs) / dayMs) * dayMs;
}

function withDates(rule: LifecycleRule): LifecycleRule {
  const { Expiration, Transitions } = rule;
  return {
    ...rule,
    ...(Expiration && { Expiration: withDate(Expiration) }),
    ...(Transitions && { Transitions: Transitions.map(withDate) }),
  };
}

function withDate<T extends { readonly Date?: Date | undefined }>(action: T): T {
  return action.Date === undefined ? action : { ...action, Date: new Date(action.Date) };
}
