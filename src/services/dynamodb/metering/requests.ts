import { parseArn } from "../../../platform/arn.ts";
import type { AnsweredRequest, Place } from "../../service.ts";
import { toStatementAccess } from "../partiql/statement-access.ts";
import type { Metering } from "./metering.ts";

/**
 * Counts a request of somebody's when it is answered: how long it took, or whose fault it was. Source: "DynamoDB metrics and dimensions", *SuccessfulRequestLatency*, *SystemErrors*,
 * *ThrottledRequests* and *UserErrors*.
 */
export function countRequest(
  { operation, input, principal, region, status, errorCode, totalMs }: AnsweredRequest,
  { metering }: { readonly metering: Metering },
): void {
  if (!principal || region === undefined) return;
  const at: Place = { account: principal.account, region };
  if (status < 400) {
    for (const name of tablesOf(operation, input))
      metering.ofOperation(at, name, operation, "SuccessfulRequestLatency", totalMs);
  } else if (status >= 500) {
    for (const name of tablesOf(operation, input)) metering.ofOperation(at, name, operation, "SystemErrors", 1);
  } else if (throttled.has(errorCode ?? "")) {
    for (const name of tablesOf(operation, input)) metering.ofOperation(at, name, operation, "ThrottledRequests", 1);
  } else if (!countedElsewhere.has(errorCode ?? "")) metering.userError(at);
}

const throttled: ReadonlySet<string> = new Set(["ProvisionedThroughputExceededException", "ThrottlingException"]);
/** These have metrics of their own, of the table. */
const countedElsewhere: ReadonlySet<string> = new Set([
  "ConditionalCheckFailedException",
  "TransactionCanceledException",
  "TransactionConflictException",
]);

type Input = Readonly<Record<string, unknown>>;

/** The names of the tables whose items a request is about. What describes or changes tables is nobody's request. */
function tablesOf(operation: string, input: Input): readonly string[] {
  if (ofOneTable.has(operation)) return [nameOf(input.TableName)];
  if (operation === "BatchGetItem" || operation === "BatchWriteItem")
    return Object.keys((input.RequestItems ?? {}) as object).map(nameOf);
  if (operation === "TransactGetItems" || operation === "TransactWriteItems") {
    const parts = (input.TransactItems ?? []) as readonly Input[];
    const names = parts.flatMap((part) => Object.values(part).map((each) => nameOf((each as Input).TableName)));
    return [...new Set(names)];
  }
  if (operation !== "ExecuteStatement") return [];
  const { table } = toStatementAccess(input.Statement);
  return table === undefined ? [] : [nameOf(table)];
}

const ofOneTable: ReadonlySet<string> = new Set(["DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"]);

/** A table is named by its name or its ARN. */
function nameOf(given: unknown): string {
  const text = String(given);
  return text.startsWith("arn:") ? (parseArn(text)?.resource.split("/")[1] ?? text) : text;
}
