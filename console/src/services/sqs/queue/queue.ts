import { GetQueueAttributesCommand, GetQueueUrlCommand, paginateListQueues, SQSClient } from "@aws-sdk/client-sqs";
import { useRef } from "react";
import { nameOfUrl } from "../../../choices/queues.ts";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";

export type QueueAttributes = Readonly<Partial<Record<string, string>>>;

export interface QueueDescription {
  readonly name: string;
  readonly url: string;
  /** As AWS names them; of a list's later queues none. */
  readonly attributes: QueueAttributes;
}

/** More than a page shows or a user reads; and of how many the list reads attributes, each by a call. */
const mostQueues = 5_000;
const mostDescribed = 200;

export function useQueues(): Live<readonly QueueDescription[]> {
  const client = useClient(SQSClient);
  return useLive(
    "sqs/queues",
    async (abortSignal) => {
      const urls: string[] = [];
      for await (const { QueueUrls = [] } of paginateListQueues({ client }, { MaxResults: 1_000 })) {
        abortSignal.throwIfAborted();
        urls.push(...QueueUrls);
        if (urls.length >= mostQueues) break;
      }
      return Promise.all(
        urls.map(async (url, index) => ({
          name: nameOfUrl(url),
          url,
          // One that has gone in between is shown without attributes, and not at the next reading.
          attributes: index < mostDescribed ? await readAttributes(client, url, abortSignal).catch(() => ({})) : {},
        })),
      );
    },
    { everyMs: (queues) => ((queues?.length ?? 0) > 20 ? 5_000 : 900) },
  );
}

export function useQueue(name: string): Live<QueueDescription> {
  const client = useClient(SQSClient);
  const known = useRef<{ readonly name: string; readonly url: string }>(undefined);
  return useLive(`sqs/queue/${name}`, async (abortSignal) => {
    if (known.current?.name !== name) {
      const { QueueUrl = "" } = await client.send(new GetQueueUrlCommand({ QueueName: name }), { abortSignal });
      known.current = { name, url: QueueUrl };
    }
    const { url } = known.current;
    return { name, url, attributes: await readAttributes(client, url, abortSignal) };
  });
}

async function readAttributes(client: SQSClient, QueueUrl: string, abortSignal: AbortSignal): Promise<QueueAttributes> {
  const { Attributes = {} } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }), {
    abortSignal,
  });
  return Attributes;
}

export function isFifo({ name }: { readonly name: string }): boolean {
  return name.endsWith(".fifo");
}

export function typeOf(queue: { readonly name: string }): "FIFO" | "Standard" {
  return isFifo(queue) ? "FIFO" : "Standard";
}

export function encryptionOf({ KmsMasterKeyId, SqsManagedSseEnabled }: QueueAttributes): string {
  if (KmsMasterKeyId) return `AWS Key Management Service key (SSE-KMS): ${KmsMasterKeyId}`;
  return SqsManagedSseEnabled === "true" ? "Amazon SQS key (SSE-SQS)" : "Disabled";
}

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

export function redrivePolicyOf({ RedrivePolicy: text }: QueueAttributes): RedrivePolicy | undefined {
  if (!text) return undefined;
  const { deadLetterTargetArn = "", maxReceiveCount = 0 } = JSON.parse(text);
  return { deadLetterTargetArn, maxReceiveCount: Number(maxReceiveCount) };
}
