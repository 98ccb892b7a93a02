import type { CancellationReason } from "@aws-sdk/client-dynamodb";
import type { Item } from "../values/attribute-value.ts";

/** Why a transaction is not done: one for each of its parts. Source: "TransactWriteItems", *TransactionCanceledException*. */
export type Reason = CancellationReason & { readonly Code: string };

export const none: Reason = { Code: "None" };

export function conditionFailedReason(item: Item | undefined): Reason {
  return { Code: "ConditionalCheckFailed", Message: "The conditional request failed", ...(item && { Item: item }) };
}

export function validationReason(message: string): Reason {
  return { Code: "ValidationError", Message: message };
}
