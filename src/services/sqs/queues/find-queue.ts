import { fail } from "../../../platform/aws-error.ts";
import type { RequestFacts } from "../../service.ts";
import { queueDoesNotExist } from "../errors.ts";
import type { SqsContext } from "../operation.ts";
import type { KnownQueue } from "./queue-directory.ts";
import { parseQueueUrl } from "./queue-url.ts";

/** The queue of a request's QueueUrl; the request is counted. Throws QueueDoesNotExist. */
export async function findQueue(
  context: SqsContext,
  url: string | undefined,
  operation: string,
  bytes = 0,
): Promise<KnownQueue> {
  const name = url === undefined ? undefined : parseQueueUrl(url, context);
  const queue = (name && (await context.state.queues.find(name))) ?? fail(queueGone(context));
  context.state.metering.request(queue, operation, bytes);
  return queue;
}

export function queueGone({ request }: { readonly request: RequestFacts }): Error {
  const isForm = request.method !== undefined && request.headers["x-amz-target"] === undefined;
  return queueDoesNotExist({ isForm });
}
