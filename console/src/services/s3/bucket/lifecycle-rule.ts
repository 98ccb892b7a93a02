import type { LifecycleRule, TransitionStorageClass } from "@aws-sdk/client-s3";

/** A lifecycle rule as its form has it; a number that is empty is an action that the rule does not have. */
export interface RuleForm {
  readonly id: string;
  readonly isOn: boolean;
  readonly prefix: string;
  readonly expireDays: string;
  readonly transitionDays: string;
  readonly storageClass: TransitionStorageClass;
  readonly noncurrentDays: string;
  readonly abortDays: string;
  readonly removesMarkers: boolean;
}

export const newRule: RuleForm = {
  id: "",
  isOn: true,
  prefix: "",
  expireDays: "",
  transitionDays: "",
  storageClass: "STANDARD_IA",
  noncurrentDays: "",
  abortDays: "",
  removesMarkers: false,
};

export function toRuleForm(rule: LifecycleRule): RuleForm {
  const days = (value: number | undefined) => (value === undefined ? "" : String(value));
  const { Expiration, Transitions: [transition] = [] } = rule;
  return {
    id: rule.ID ?? "",
    isOn: rule.Status === "Enabled",
    prefix: prefixOf(rule),
    expireDays: days(Expiration?.Days),
    transitionDays: days(transition?.Days),
    storageClass: transition?.StorageClass ?? newRule.storageClass,
    noncurrentDays: days(rule.NoncurrentVersionExpiration?.NoncurrentDays),
    abortDays: days(rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation),
    removesMarkers: Expiration?.ExpiredObjectDeleteMarker ?? false,
  };
}

/** What the form does not know of the rule, such as filters by tag and size, stays as it was. */
export function toRule(form: RuleForm, before: LifecycleRule | undefined): LifecycleRule {
  const { expireDays, transitionDays, noncurrentDays, abortDays, removesMarkers } = form;
  const isFilterKept = before !== undefined && prefixOf(before) === form.prefix;
  return {
    ...before,
    ID: form.id,
    Status: form.isOn ? "Enabled" : "Disabled",
    Filter: isFilterKept ? before.Filter : { Prefix: form.prefix },
    ...(!isFilterKept && { Prefix: undefined }),
    Expiration: expireDays
      ? { Days: Number(expireDays) }
      : removesMarkers
        ? { ExpiredObjectDeleteMarker: true }
        : before?.Expiration?.Date && { Date: before.Expiration.Date },
    Transitions: transitionDays ? [{ Days: Number(transitionDays), StorageClass: form.storageClass }] : undefined,
    NoncurrentVersionExpiration: noncurrentDays
      ? { ...before?.NoncurrentVersionExpiration, NoncurrentDays: Number(noncurrentDays) }
      : undefined,
    AbortIncompleteMultipartUpload: abortDays ? { DaysAfterInitiation: Number(abortDays) } : undefined,
  };
}

/** The rule as a sentence: "After 30 days objects move to STANDARD_IA, after 365 days they are deleted." */
export function ruleInWords(rule: LifecycleRule): string {
  const after = (count: number | undefined) => (count === 1 ? "After 1 day" : `After ${count} days`);
  const { Expiration, Transitions = [], NoncurrentVersionExpiration, AbortIncompleteMultipartUpload } = rule;
  const sentences = [
    ...Transitions.map(({ Days, StorageClass }) => `${after(Days)} objects move to ${StorageClass}.`),
    Expiration?.Days && `${after(Expiration.Days)} objects expire.`,
    Expiration?.Date && `Objects expire on ${Expiration.Date.toISOString().slice(0, 10)}.`,
    Expiration?.ExpiredObjectDeleteMarker && "Delete markers without versions are removed.",
    NoncurrentVersionExpiration &&
      `${after(NoncurrentVersionExpiration.NoncurrentDays)} versions that are not current are deleted.`,
    AbortIncompleteMultipartUpload &&
      `${after(AbortIncompleteMultipartUpload.DaysAfterInitiation)} incomplete uploads are deleted.`,
  ];
  return sentences.filter(Boolean).join(" ") || "Nothing.";
}

export function scopeOf(rule: LifecycleRule): string {
  const { Tag, And, ObjectSizeGreaterThan, ObjectSizeLessThan } = rule.Filter ?? {};
  const isNarrower = Tag ?? And?.Tags?.[0] ?? And?.ObjectSizeGreaterThan ?? ObjectSizeGreaterThan ?? ObjectSizeLessThan;
  const prefix = prefixOf(rule);
  return `${prefix === "" ? "Entire bucket" : prefix}${isNarrower === undefined ? "" : ", by tag or size"}`;
}

function prefixOf({ Filter, Prefix = "" }: LifecycleRule): string {
  return Filter?.And?.Prefix ?? Filter?.Prefix ?? Prefix;
}
