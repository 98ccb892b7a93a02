import type { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";
import { limits } from "./limits.ts";

const error = defineErrors<typeof import("@aws-sdk/client-ebs")>();

export function snapshotNotFound(id: string): AwsError {
  return error("ResourceNotFoundException", `The snapshot '${id}' does not exist.`, { Reason: "SNAPSHOT_NOT_FOUND" });
}

export function invalidSnapshotId(): AwsError {
  return error("ValidationException", "The snapshot ID is not valid.", { Reason: "INVALID_SNAPSHOT_ID" });
}

export function snapshotIsNot(id: string, wanted: "pending" | "completed"): AwsError {
  return error("ValidationException", `The snapshot '${id}' is not in the '${wanted}' state.`, {
    Reason: "INVALID_SNAPSHOT_ID",
  });
}

export function snapshotIsArchived(id: string): AwsError {
  return error("ValidationException", `The snapshot '${id}' is in the archive tier.`, {
    Reason: "INVALID_SNAPSHOT_ID",
  });
}

export function invalidBlockToken(): AwsError {
  return error("ValidationException", "The block token is not valid or has expired.", {
    Reason: "INVALID_BLOCK_TOKEN",
  });
}

export function invalidPageToken(): AwsError {
  return error("ValidationException", "The pagination token is not valid.", { Reason: "INVALID_PAGE_TOKEN" });
}

export function invalidBlock(message: string): AwsError {
  return error("ValidationException", message, { Reason: "INVALID_BLOCK" });
}

export function invalidValue(message: string): AwsError {
  return error("ValidationException", message, { Reason: "INVALID_PARAMETER_VALUE" });
}

export function invalidVolumeSize(message: string): AwsError {
  return error("ValidationException", message, { Reason: "INVALID_VOLUME_SIZE" });
}

export function invalidTag(message: string): AwsError {
  return error("ValidationException", message, { Reason: "INVALID_TAG" });
}

export function invalidKey(message: string): AwsError {
  return error("ValidationException", message, { Reason: "INVALID_CUSTOMER_KEY" });
}

export function unrelatedSnapshots(): AwsError {
  return error("ValidationException", "The specified snapshots do not belong to the same snapshot lineage.", {
    Reason: "UNRELATED_SNAPSHOTS",
  });
}

export function otherParameters(): AwsError {
  return error("ConflictException", "The client token was used with other parameters before.");
}

export function tooManyPending(): AwsError {
  return error(
    "ConcurrentLimitExceededException",
    `You have reached the limit of ${limits.pendingSnapshots} pending snapshots.`,
  );
}

export function tooManySnapshots(): AwsError {
  return error(
    "ServiceQuotaExceededException",
    `You have reached the limit of ${limits.snapshotsPerRegion} snapshots.`,
    {
      Reason: "DEPENDENCY_SERVICE_QUOTA_EXCEEDED",
    },
  );
}
