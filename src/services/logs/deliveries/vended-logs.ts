import { parseArn } from "../../../platform/arn.ts";
import { invalidLogType, vendingNotBuilt, vendsNoLogs } from "../errors.ts";

/**
 * The service that a resource is of, by its ARN. Throws ResourceNotFoundException if AWS lets that one vend no logs, and ValidationException for a type of logs
 * that it has not, or if it is a service of Squall's, none of which vends any: a source of theirs would be silent for ever. Of the others there is no
 * resource here, so nothing is lost. Source: "Enable logging from AWS services", "PutDeliverySource".
 */
export function checkVended(resourceArn: string, logType: string): string {
  const service = parseArn(resourceArn)?.service ?? "";
  if (hereButSilent.has(service)) throw vendingNotBuilt(service);
  const known = logTypes.get(service);
  if (!known) throw vendsNoLogs();
  if (!known.includes(logType)) throw invalidLogType(logType, known);
  return service;
}

const hereButSilent = new Set(["ec2", "events"]);

const logTypes: ReadonlyMap<string, readonly string[]> = new Map([
  ["bedrock", ["APPLICATION_LOGS", "EVENT_LOGS"]],
  ["bedrock-agentcore", ["APPLICATION_LOGS", "TRACES", "USAGE_LOGS"]],
  ["cloudfront", ["ACCESS_LOGS", "CONNECTION_LOGS"]],
  ["codewhisperer", ["EVENT_LOGS"]],
  ["elasticloadbalancing", ["NLB_ACCESS_LOGS"]],
  ["entityresolution", ["WORKFLOW_LOGS"]],
  ["mediapackagev2", ["EGRESS_ACCESS_LOGS", "INGRESS_ACCESS_LOGS"]],
  ["mediatailor", ["AD_DECISION_SERVER_LOGS", "MANIFEST_SERVICE_LOGS", "TRANSCODE_LOGS"]],
  ["pcs", ["PCS_JOBCOMP_LOGS", "PCS_SCHEDULER_AUDIT_LOGS", "PCS_SCHEDULER_LOGS"]],
  ["qbusiness", ["EVENT_LOGS", "SYNC_JOB_LOGS"]],
  ["quicksight", ["CHAT_LOGS", "FEEDBACK_LOGS"]],
  ["ses", ["APPLICATION_LOGS", "TRAFFIC_POLICY_DEBUG_LOGS"]],
  ["sso", ["ERROR_LOGS"]],
  ["wisdom", ["EVENT_LOGS"]],
  [
    "workmail",
    [
      "ACCESS_CONTROL_LOGS",
      "AUTHENTICATION_LOGS",
      "WORKMAIL_AVAILABILITY_PROVIDER_LOGS",
      "WORKMAIL_MAILBOX_ACCESS_LOGS",
      "WORKMAIL_PERSONAL_ACCESS_TOKEN_LOGS",
    ],
  ],
]);

/** What a delivery has where it says nothing else, of the services whose answers are known. Source: recorded answers. */
export const deliveryDefaults: ReadonlyMap<string, DeliveryDefaults> = new Map([
  [
    "cloudfront",
    {
      suffixPath: "AWSLogs/{account-id}/CloudFront/",
      recordFields: [
        ...["date", "time", "x-edge-location", "sc-bytes", "c-ip", "cs-method", "cs(Host)", "cs-uri-stem", "sc-status"],
        ...["cs(Referer)", "cs(User-Agent)", "cs-uri-query", "cs(Cookie)", "x-edge-result-type", "x-edge-request-id"],
        ...["x-host-header", "cs-protocol", "cs-bytes", "time-taken", "x-forwarded-for", "ssl-protocol", "ssl-cipher"],
        ...["x-edge-response-result-type", "cs-protocol-version", "fle-status", "fle-encrypted-fields", "c-port"],
        ...["time-to-first-byte", "x-edge-detailed-result-type", "sc-content-type", "sc-content-len", "sc-range-start"],
        "sc-range-end",
      ],
    },
  ],
]);

export interface DeliveryDefaults {
  /** Where in a bucket. */
  readonly suffixPath: string;
  readonly recordFields: readonly string[];
}
