import type { CancellationReason } from "@aws-sdk/client-dynamodb";
import type { Item } from "../values/attribute-value.ts";

/** Why a transaction is not done: one for each of its parts. Source: "TransactWriteItems", *TransactionCanceledException*. */
export type Reason = CancellationReason & { readonly Code: string };

export const none: Reason = { Code: "None" };

export function conditionFailedReason(item: Item | undefined): Reason {
  return { Code: "ConditionalCheckFailed", Message: "The conditional request failed", ...(item && { Item: item }) };
}

/** What is not there is throughput: which kind its message tells. */
export function throttledReason(error: Error): Reason {
  const isOnDemand = error.name === "ThrottlingException";
  return { Code: isOnDemand ? "ThrottlingError" : "ProvisionedThroughputExceeded", Message: error.message };
}

export function validationReason(message: string): Reason {
  return { Code: "ValidationError", Message: message };
}
