import { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";
import type { Throughput } from "./tables/table.ts";
import type { Reason } from "./transactions/cancellation.ts";
import type { Item } from "./values/attribute-value.ts";
import { validationException } from "./values/validation-exception.ts";

const error = defineErrors<typeof import("@aws-sdk/client-dynamodb")>();

export { validationException } from "./values/validation-exception.ts";

/** Most of what is wrong with parameters is told in these words. */
export function parameterInvalid(what: string): AwsError {
  return validationException(`One or more parameter values were invalid: ${what}`);
}

/** What is not built is refused by name, never accepted and forgotten. */
export function notSupported(what: string): AwsError {
  return validationException(`Squall does not support ${what}.`);
}

/** To who describes or changes a table. */
export function tableNotFound(name: string): AwsError {
  return error("ResourceNotFoundException", `Requested resource not found: Table: ${name} not found`);
}

/** To who reads or writes items. */
export function resourceNotFound(): AwsError {
  return error("ResourceNotFoundException", "Requested resource not found");
}

export function tableIsBeingCreated(name: string): AwsError {
  return inUse(`Table is being created: ${name}`);
}

export function tableIsBeingUpdated(name: string): AwsError {
  return inUse(`Table is being updated: ${name}`);
}

export function tableIsBeingDeleted(name: string): AwsError {
  return inUse(`Table is being deleted: ${name}`);
}

function inUse(what: string): AwsError {
  return error("ResourceInUseException", `Attempt to change a resource which is still in use: ${what}`);
}

export function tableExists(name: string): AwsError {
  return error("ResourceInUseException", `Table already exists: ${name}`);
}

export function deletionIsProtected(name: string): AwsError {
  return validationException(
    `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first. Table: ${name}`,
  );
}

export function limitExceeded(message: string): AwsError {
  return error("LimitExceededException", message);
}

export function transactionConflict(): AwsError {
  return error("TransactionConflictException", transactionConflictReason.Message);
}

export const transactionConflictReason = {
  Code: "TransactionConflict",
  Message: "Transaction is ongoing for the item",
} as const;

/** With a reason for each part of the transaction. */
export function transactionCanceled(reasons: readonly Reason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(", ");
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return error("TransactionCanceledException", message, { CancellationReasons: [...reasons] });
}

export function idempotentParameterMismatch(): AwsError {
  return error(
    "IdempotentParameterMismatchException",
    "ClientRequestToken was used with different parameters in an earlier request",
  );
}

/** With the item that the condition failed on, where that is asked for. */
export function conditionFailed(item: Item | undefined): AwsError {
  return error("ConditionalCheckFailedException", "The conditional request failed", item && { Item: item });
}

/** The units of the table, or of one of its indexes. */
export function throughputIsSame(now: Throughput, asked: Throughput, index?: string): AwsError {
  const what = index === undefined ? "the table" : `the index ${index}`;
  const compare = (member: keyof Throughput) =>
    `Current ${member} provisioned for ${what}: ${now[member]}. Requested ${member}: ${asked[member]}.`;
  return validationException(
    `The provisioned throughput for ${what} will not change. The requested value equals the current value. ${compare("ReadCapacityUnits")} ${compare("WriteCapacityUnits")} Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.`,
  );
}

/** What is provisioned is used up. Source: "Error handling with DynamoDB", "Diagnosing throttling". */
export function throughputExceeded(kind: "Read" | "Write", tableArn: string, index: string | undefined): AwsError {
  const message =
    index !== undefined && kind === "Write"
      ? "The level of configured provisioned throughput for one or more global secondary indexes of the table was exceeded. Consider increasing your provisioning level for the under-provisioned global secondary indexes with the UpdateTable API"
      : index === undefined
        ? "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API."
        : "The level of configured provisioned throughput for the index was exceeded. Consider increasing your provisioning level with the UpdateTable API.";
  const ThrottlingReasons = [throttlingReason(kind, "ProvisionedThroughputExceeded", tableArn, index)];
  return error("ProvisionedThroughputExceededException", message, { ThrottlingReasons });
}

/** The maximum of a table, or an index, that is billed by request is reached. */
export function onDemandExceeded(kind: "Read" | "Write", tableArn: string, index: string | undefined): AwsError {
  return error(
    "ThrottlingException",
    "Throughput exceeds the maximum OnDemandThroughput configured on table or index",
    { throttlingReasons: [throttlingReason(kind, "MaxOnDemandThroughputExceeded", tableArn, index)] },
  );
}

function throttlingReason(kind: "Read" | "Write", limit: string, tableArn: string, index: string | undefined) {
  return index === undefined
    ? { reason: `Table${kind}${limit}`, resource: tableArn }
    : { reason: `Index${kind}${limit}`, resource: `${tableArn}/index/${index}` };
}

/** To who names the tags of what is none of his tables. */
export function accessDenied(principalArn: string, operation: string, resource: string): AwsError {
  const of = resource === "" ? "*" : resource;
  return new AwsError(
    "AccessDeniedException",
    `User: ${principalArn} is not authorized to perform: dynamodb:${operation} on resource: ${of}`,
    { status: 400 },
  );
}

export function taggedNotFound(resource: string): AwsError {
  return error("ResourceNotFoundException", `Requested resource not found: ResourcArn: ${resource} not found`);
}

export function backupNotFound(arn: string): AwsError {
  return error("BackupNotFoundException", `Backup not found: ${arn}`);
}

export function backupInUse(name: string): AwsError {
  return error("BackupInUseException", `Backup is being created: ${name}`);
}

/** To who wants a table backed up, or restored. */
export function tableForBackupNotFound(name: string): AwsError {
  return error("TableNotFoundException", `Table not found: ${name}`);
}

export function restoredTableExists(name: string): AwsError {
  return error("TableAlreadyExistsException", `Table already exists: ${name}`);
}

export function recoveryUnavailable(name: string): AwsError {
  return error("PointInTimeRecoveryUnavailableException", `Point in time recovery is not enabled for table '${name}'`);
}

export function invalidRestoreTime(): AwsError {
  return error(
    "InvalidRestoreTimeException",
    "RestoreDateTime must be between EarliestRestorableDateTime and LatestRestorableDateTime",
  );
}

export function globalTableNotFound(name: string): AwsError {
  return error(
    "GlobalTableNotFoundException",
    `Global table not found: Global table with name: '${name}' does not exist.`,
  );
}

export function exportNotFound(arn: string): AwsError {
  return error("ExportNotFoundException", `Export not found: ${arn}`);
}

export function exportConflict(): AwsError {
  return error("ExportConflictException", "There was a conflict when writing to the specified S3 bucket.");
}

export function invalidExportTime(): AwsError {
  return error(
    "InvalidExportTimeException",
    "ExportTime must be between EarliestRestorableDateTime and LatestRestorableDateTime",
  );
}

export function importNotFound(arn: string): AwsError {
  return error("ImportNotFoundException", `Import not found: ${arn}`);
}

export function importConflict(): AwsError {
  return error("ImportConflictException", "ClientToken was used with different parameters in an earlier request");
}

export function invalidNextToken(): AwsError {
  return validationException("Invalid NextToken");
}

/** `why` is the resource's ARN where nothing else was expected of it. */
export function policyNotFound(why: string): AwsError {
  return error("PolicyNotFoundException", `Resource-based policy not found for the provided ResourceArn: ${why}`);
}

export function revisionDiffers(table: string, expected: string, revision: string): AwsError {
  return policyNotFound(
    expected === "NO_POLICY"
      ? `Requested policy update expecting none to be present for table ${table}, but a policy exists with revision id ${revision}.`
      : `Requested update for policy with revision id ${expected}, but the policy associated to target table ${table} has revision id ${revision}.`,
  );
}
