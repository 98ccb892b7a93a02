import type { LifecycleRule, LifecycleRuleFilter, Transition } from "@aws-sdk/client-s3";
import { ownValue } from "../../../platform/own-value.ts";
import { invalidArgument, invalidRequest, malformedXml } from "../errors.ts";
import { limits } from "../limits.ts";

/**
 * Checks a lifecycle's rules and gives each without an id one. Throws MalformedXML, InvalidArgument and InvalidRequest. Source:
 * "PutBucketLifecycleConfiguration" and "Lifecycle configuration elements".
 */
export function checkLifecycle(rules: readonly LifecycleRule[] | undefined, createId: () => string): LifecycleRule[] {
  if (!rules || rules.length === 0 || rules.length > limits.lifecycleRules) throw malformedXml();
  const ids = new Set<string>();
  return rules.map((rule) => {
    const ID = rule.ID || createId();
    if (ID.length > limits.lifecycleIdCharacters) {
      throw invalidArgument("ID length should not exceed allowed limit of 255", "ID", ID);
    }
    if (ids.has(ID)) throw invalidArgument("Rule ID must be unique. Found same ID for more than one rule", "ID", ID);
    ids.add(ID);
    checkRule(rule);
    return { ...rule, ID };
  });
}

function checkRule(rule: LifecycleRule): void {
  if (rule.Status !== "Enabled" && rule.Status !== "Disabled") throw malformedXml();
  // Exactly one of the two, the old element or the new.
  if ((rule.Filter === undefined) === (rule.Prefix === undefined)) throw malformedXml();
  if (rule.Filter) checkFilter(rule.Filter);
  const { Expiration, Transitions = [], NoncurrentVersionTransitions = [] } = rule;
  const actions = [Expiration, rule.NoncurrentVersionExpiration, rule.AbortIncompleteMultipartUpload];
  if (
    actions.every((action) => action === undefined) &&
    Transitions.length + NoncurrentVersionTransitions.length === 0
  ) {
    throw invalidRequest("At least one action needs to be specified in a rule");
  }
  if (Expiration) checkExpiration(Expiration);
  for (const transition of Transitions) checkTransition(transition);
  checkOrder(Transitions, Expiration?.Days);
  checkNoncurrent(rule);
  checkAbort(rule);
}

function checkFilter(filter: LifecycleRuleFilter): void {
  const { Prefix, Tag, And, ObjectSizeGreaterThan, ObjectSizeLessThan } = filter;
  const given = [Prefix, Tag, And, ObjectSizeGreaterThan, ObjectSizeLessThan].filter((each) => each !== undefined);
  if (given.length > 1) throw malformedXml();
  if (!And) return;
  const tags = And.Tags ?? [];
  const inAnd = [And.Prefix, And.ObjectSizeGreaterThan, And.ObjectSizeLessThan].filter((each) => each !== undefined);
  if (inAnd.length + tags.length < 2) throw malformedXml();
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    throw invalidRequest("Duplicate Tag Keys are not allowed.");
  }
  const [more = 0, less = Number.POSITIVE_INFINITY] = [And.ObjectSizeGreaterThan, And.ObjectSizeLessThan];
  if (more >= less)
    throw invalidRequest("'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.");
}

function checkExpiration({
  Days,
  Date: date,
  ExpiredObjectDeleteMarker,
}: NonNullable<LifecycleRule["Expiration"]>): void {
  const given = [Days, date, ExpiredObjectDeleteMarker].filter((each) => each !== undefined);
  if (given.length !== 1) throw malformedXml();
  if (Days !== undefined) checkDays("Expiration", Days, 1);
  if (date) checkMidnight(date);
}

function checkTransition({ Days, Date: date, StorageClass }: Transition): void {
  if ((Days === undefined) === (date === undefined) || !isTransitionClass(StorageClass)) throw malformedXml();
  if (Days !== undefined) checkDays("Transition", Days, StorageClass?.endsWith("_IA") ? 30 : 0, StorageClass);
  if (date) checkMidnight(date);
}

/** An object expires after its last transition. */
function checkOrder(transitions: readonly Transition[], expirationDays: number | undefined): void {
  const classes = transitions.map(({ StorageClass }) => StorageClass);
  if (new Set(classes).size < classes.length) {
    throw invalidRequest("'StorageClass' must be different for 'Transition' actions in same 'Rule'");
  }
  const latest = Math.max(...transitions.map(({ Days = 0 }) => Days));
  if (expirationDays !== undefined && transitions.length > 0 && expirationDays <= latest) {
    throw invalidArgument(
      "'Days' in the Expiration action for filter must be greater than 'Days' in the Transition action",
    );
  }
}

function checkNoncurrent({
  NoncurrentVersionExpiration: expiration,
  NoncurrentVersionTransitions,
}: LifecycleRule): void {
  if (expiration) {
    const { NoncurrentDays: days, NewerNoncurrentVersions: newer } = expiration;
    if (days === undefined) throw malformedXml();
    checkDays("NoncurrentVersionExpiration", days, 1);
    if (newer !== undefined && (newer < 1 || newer > 100)) throw malformedXml();
  }
  for (const { NoncurrentDays: days, StorageClass } of NoncurrentVersionTransitions ?? []) {
    if (days === undefined || !isTransitionClass(StorageClass)) throw malformedXml();
    checkDays("NoncurrentVersionTransition", days, StorageClass?.endsWith("_IA") ? 30 : 0, StorageClass);
  }
}

/** Uploads have no tags and no size yet. */
function checkAbort({ AbortIncompleteMultipartUpload: abort, Filter }: LifecycleRule): void {
  if (!abort) return;
  if (abort.DaysAfterInitiation === undefined) throw malformedXml();
  checkDays("AbortIncompleteMultipartUpload", abort.DaysAfterInitiation, 1);
  if (Filter?.Tag ?? Filter?.And?.Tags?.length) {
    throw invalidRequest("AbortIncompleteMultipartUpload cannot be specified with Tags.");
  }
}

function checkDays(action: string, days: number, least: number, storageClass?: string): void {
  if (days >= least) return;
  if (storageClass !== undefined && least > 0) {
    throw invalidArgument(
      `'Days' in ${action} action must be greater than or equal to ${least} for storageClass '${storageClass}'`,
    );
  }
  throw invalidArgument(`'Days' for ${action} action must be a ${least === 0 ? "non-negative" : "positive"} integer`);
}

function checkMidnight(date: Date): void {
  if (date.getTime() % (24 * 60 * 60 * 1000) === 0) return;
  throw invalidArgument("'Date' must be at midnight GMT", "Date", date.toISOString());
}

function isTransitionClass(storageClass: string | undefined): boolean {
  return storageClass !== undefined && ownValue(transitionRanks, storageClass) !== undefined;
}

/** An object only ever moves down. Source: "Transitioning objects using Amazon S3 Lifecycle", Supported transitions. */
export const transitionRanks: Readonly<Record<string, number>> = {
  STANDARD_IA: 1,
  INTELLIGENT_TIERING: 2,
  ONEZONE_IA: 3,
  GLACIER_IR: 4,
  GLACIER: 5,
  DEEP_ARCHIVE: 6,
};
