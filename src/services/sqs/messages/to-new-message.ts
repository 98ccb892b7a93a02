import { hash } from "node:crypto";
import type { SqsContext } from "../operation.ts";
import type { KnownQueue } from "../queues/queue-directory.ts";
import { checkMessage, readAttributes, type SentMessage } from "./check-message.ts";
import { md5OfAttributes, md5OfBody } from "./md5.ts";
import type { NewMessage } from "./message.ts";

/** A message that has been checked, with what its sender is told of it. */
export interface ReadyMessage {
  readonly message: NewMessage;
  readonly systemAttributesMd5: string | undefined;
}

/** Checks a message and makes of it what is stored. Throws AWS's errors. `reason` is the wording of batches. */
export function toNewMessage(sent: SentMessage, queue: KnownQueue, context: SqsContext, reason?: string): ReadyMessage {
  checkMessage(sent, queue, reason);
  const { MessageBody: body = "", MessageAttributes, MessageSystemAttributes, DelaySeconds } = sent;
  const attributes = MessageAttributes && readAttributes(MessageAttributes);
  const system = MessageSystemAttributes && readAttributes(MessageSystemAttributes, "system");
  const { host, principal, request } = context;
  const isDelayed = !queue.isFifo && DelaySeconds !== undefined;
  return {
    systemAttributesMd5: system && md5OfAttributes(system),
    message: {
      id: host.random.uuid(),
      body,
      groupId: sent.MessageGroupId,
      sentMs: host.clock.nowMs(),
      delayMs: isDelayed ? DelaySeconds * 1000 : queue.settings.delayMs,
      details: {
        md5: md5OfBody(body),
        senderId: principal.userId,
        attributes: attributes && Object.keys(attributes).length > 0 ? attributes : undefined,
        attributesMd5: attributes && md5OfAttributes(attributes),
        traceHeader: system?.AWSTraceHeader?.string ?? request.headers["x-amzn-trace-id"],
        deduplicationId: queue.isFifo ? (sent.MessageDeduplicationId ?? hash("sha256", body, "hex")) : undefined,
      },
    },
  };
}
