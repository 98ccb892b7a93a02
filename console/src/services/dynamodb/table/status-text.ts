import type { TableDescription } from "@aws-sdk/client-dynamodb";

/** "Active"; of a table that is not described nothing. */
export function statusText({ TableStatus: status }: TableDescription): string {
  return status === undefined ? "" : status.charAt(0) + status.slice(1).toLowerCase();
}
