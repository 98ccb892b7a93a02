import type { ReplicationConfiguration, ReplicationRule } from "@aws-sdk/client-s3";
import { parseArn } from "../../../platform/arn.ts";
import { invalidArgument, invalidRequest, malformedXml, notImplemented } from "../errors.ts";
import { limits } from "../limits.ts";
import { bucketOf, isOfFirstVersion, ruleFilter } from "./replication.ts";

const guide = "Please refer to S3 Developer Guide for more information.";

/**
 * The configuration with an id for each rule. Throws MalformedXML, InvalidArgument and InvalidRequest for one that AWS would not take, and NotImplemented for what
 * is not built. Whether its buckets have versions is not asked here. Source: "Replication configuration file elements".
 */
export function checkReplication(
  configuration: ReplicationConfiguration | undefined,
  source: string,
  newId: () => string,
): ReplicationConfiguration {
  const { Role, Rules = [] } = configuration ?? {};
  if (Rules.length === 0 || Rules.length > limits.replicationRules) throw malformedXml();
  if (!/^arn:[^:]+:iam::\d{12}:role\/./.test(Role ?? "")) throw invalidArgument("Invalid Role ARN", "Role", Role ?? "");
  if (Rules.some(isOfFirstVersion) && !Rules.every(isOfFirstVersion)) throw malformedXml();
  const rules = Rules.map((rule) => ({ ...rule, ID: rule.ID || newId() }));
  for (const rule of rules) checkRule(rule, source);
  checkUnique(rules);
  return { Role, Rules: rules };
}

function checkRule(rule: ReplicationRule, source: string): void {
  const { Destination, Status, ID = "" } = rule;
  if (!isStatus(Status)) throw malformedXml();
  if (ID.length > limits.replicationIdCharacters) {
    throw invalidArgument(`ID length should not exceed allowed limit of ${limits.replicationIdCharacters}`, "ID", ID);
  }
  const arn = Destination?.Bucket ?? "";
  if (parseArn(arn)?.service !== "s3" || bucketOf(rule) === "")
    throw invalidArgument("Invalid bucket ARN.", "Bucket", arn);
  if (bucketOf(rule) === source) throw invalidRequest("Destination bucket cannot be the same as the source bucket.");
  if (isOfFirstVersion(rule)) {
    if (rule.Prefix === undefined) throw malformedXml();
  } else checkSecondVersion(rule);
  checkDestination(rule);
  if (rule.ExistingObjectReplication?.Status === "Enabled") throw notImplemented("replication of existing objects");
}

function checkSecondVersion(rule: ReplicationRule): void {
  const missing = (what: string) =>
    invalidRequest(
      `${what} must be specified for this version of Cross Region Replication configuration schema. ${guide}`,
    );
  if (rule.Priority === undefined) throw missing("Priority");
  if (rule.DeleteMarkerReplication === undefined) throw missing("DeleteMarkerReplication");
  if (rule.DeleteMarkerReplication.Status === "Enabled" && ruleFilter(rule).tags.length > 0) {
    throw invalidRequest(`Delete marker replication is not supported if any Tag filter is specified. ${guide}`);
  }
  const { And, Tag, Prefix } = rule.Filter ?? {};
  if ([And, Tag, Prefix].filter((each) => each !== undefined).length > 1) throw malformedXml();
}

function checkDestination({ Destination, SourceSelectionCriteria }: ReplicationRule): void {
  const { AccessControlTranslation, Account, EncryptionConfiguration, Metrics, ReplicationTime } = Destination ?? {};
  if (AccessControlTranslation && Account === undefined) {
    throw invalidRequest("Account must be specified if AccessControlTranslation is present.");
  }
  const isWithKms = SourceSelectionCriteria?.SseKmsEncryptedObjects?.Status === "Enabled";
  const hasKey = EncryptionConfiguration?.ReplicaKmsKeyID !== undefined;
  if (hasKey && !SourceSelectionCriteria?.SseKmsEncryptedObjects) {
    throw invalidRequest("SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.");
  }
  if (isWithKms && !hasKey) {
    throw invalidRequest("EncryptionConfiguration must be specified if SseKmsEncryptedObjects is enabled.");
  }
  for (const { Status, Minutes } of [
    { Status: ReplicationTime?.Status, Minutes: ReplicationTime?.Time?.Minutes },
    { Status: Metrics?.Status, Minutes: Metrics?.EventThreshold?.Minutes },
  ]) {
    if (Status !== undefined && !isStatus(Status)) throw malformedXml();
    if (Minutes !== undefined && Minutes !== 15)
      throw invalidArgument("Invalid Minutes value.", "Minutes", String(Minutes));
  }
  if (ReplicationTime?.Status === "Enabled" && Metrics?.Status !== "Enabled") {
    throw invalidRequest("Replication destination must have metrics enabled for S3 Replication Time Control.");
  }
}

function checkUnique(rules: readonly ReplicationRule[]): void {
  const ids = new Set<string | undefined>();
  const priorities = new Set<string>();
  for (const rule of rules) {
    if (ids.has(rule.ID)) {
      throw invalidArgument("Rule Id must be unique. Found same Id for more than one rule", "ID", rule.ID ?? "");
    }
    ids.add(rule.ID);
    if (isOfFirstVersion(rule)) continue;
    const priority = `${bucketOf(rule)} ${rule.Priority}`;
    if (priorities.has(priority)) throw invalidRequest(`Found duplicate priority ${rule.Priority}`);
    priorities.add(priority);
  }
}

function isStatus(status: string | undefined): boolean {
  return status === "Enabled" || status === "Disabled";
}
