import { parseArn } from "../../../platform/arn.ts";
import { AwsError } from "../../../platform/aws-error.ts";
import { queueUrlOf } from "../../event-sources/queue-source.ts";
import type { CallOptions, ServiceHost } from "../../service-host.ts";
import { invalidParameter, roleMayNotReadQueue } from "../errors.ts";
import type { FunctionRecord } from "../functions/function.ts";
import { assumeFunctionRole } from "../invocation/role-session.ts";

/** A queue's visibility timeout. Rejects with SQS's error. */
export async function readVisibilitySeconds(
  host: ServiceHost,
  queueArn: string,
  as: () => Promise<CallOptions>,
): Promise<number> {
  const { QueueUrl, at } = placeOf(host, queueArn);
  const asked = { QueueUrl, AttributeNames: ["VisibilityTimeout" as const] };
  const { Attributes } = await host.call("sqs", "GetQueueAttributes", asked, { ...(await as()), ...at });
  return Number(Attributes?.VisibilityTimeout);
}

/**
 * Refuses a queue that the function's role could not read, and one that would give its messages again while the function still has them. Throws
 * InvalidParameterValueException.
 */
export async function checkQueue(host: ServiceHost, queueArn: string, record: FunctionRecord): Promise<void> {
  const { QueueUrl, at } = placeOf(host, queueArn);
  const { as } = await assumeFunctionRole(host, record);
  const caller = { ...as, ...at };
  // Asked with no room for a message, it is answered as any other receive, and takes none.
  const admission = { enter: async () => false, leave: () => {} };
  await ask("ReceiveMessage", () => host.call("sqs", "ReceiveMessage", { QueueUrl }, { ...caller, admission }));
  await ask("DeleteMessage", async () => {
    try {
      await host.call("sqs", "DeleteMessageBatch", { QueueUrl, Entries: [] }, caller);
    } catch (error) {
      // Who may not delete is not told that there is nothing to delete.
      if (!(error instanceof AwsError) || !error.code.endsWith("EmptyBatchRequest")) throw error;
    }
  });
  const visibilitySeconds = await ask("GetQueueAttributes", () =>
    readVisibilitySeconds(host, queueArn, async () => caller),
  );
  const { timeoutSeconds } = record.configuration;
  if (visibilitySeconds >= timeoutSeconds) return;
  throw invalidParameter(
    `Queue visibility timeout: ${visibilitySeconds} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
  );
}

async function ask<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault !== "client") throw error;
    if (error.code === "AccessDenied") throw roleMayNotReadQueue(operation);
    const code = error.code.includes("QueueDoesNotExist") ? "AWS.SimpleQueueService.NonExistentQueue" : error.code;
    throw invalidParameter(
      `Error occurred while ${operation}. SQS Error Code: ${code}. SQS Error Message: ${error.message}`,
    );
  }
}

function placeOf(host: ServiceHost, queueArn: string) {
  const arn = parseArn(queueArn);
  if (!arn) throw new Error(`${queueArn} is no queue's ARN`);
  return { QueueUrl: queueUrlOf(host, arn), at: { account: arn.account, region: arn.region } };
}
