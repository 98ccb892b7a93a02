import { paginateListQueues, SQSClient } from "@aws-sdk/client-sqs";
import { type Live, useLive } from "../live/use-live.ts";
import { useClient, useSession } from "../shell/session-provider.tsx";
import { type Choice, mostChoices } from "./choice.ts";

/** The account's queues in this region, by their ARNs. */
export function useQueueChoices(enabled = true): Live<readonly Choice[]> {
  const client = useClient(SQSClient);
  const { region } = useSession();
  return useLive(
    `choices/queues/${region}`,
    async (signal) => {
      const found: Choice[] = [];
      for await (const { QueueUrls = [] } of paginateListQueues({ client }, { MaxResults: 1_000 })) {
        signal.throwIfAborted();
        for (const url of QueueUrls) found.push({ value: queueArnOf(url, region), label: nameOfUrl(url) });
        if (found.length >= mostChoices) break;
      }
      return found;
    },
    { enabled, everyMs: 5_000 },
  );
}

export function nameOfUrl(url: string): string {
  return url.split("/").at(-1) ?? url;
}

/** A URL ends in account and name, whatever host it names. */
export function queueArnOf(url: string, region: string): string {
  const [account = "", name = ""] = url.split("/").slice(-2);
  return `arn:aws:sqs:${region}:${account}:${name}`;
}
