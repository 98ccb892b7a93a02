import { paginateListTopics, SNSClient } from "@aws-sdk/client-sns";
import { type Live, useLive } from "../live/use-live.ts";
import { useClient, useSession } from "../shell/session-provider.tsx";
import { type Choice, mostChoices, nameOfArn } from "./choice.ts";

/** The account's topics in this region. */
export function useTopicChoices(enabled = true): Live<readonly Choice[]> {
  const client = useClient(SNSClient);
  const { region } = useSession();
  return useLive(
    `choices/topics/${region}`,
    async (signal) => {
      const found: Choice[] = [];
      for await (const { Topics = [] } of paginateListTopics({ client }, {})) {
        signal.throwIfAborted();
        for (const { TopicArn = "" } of Topics) found.push({ value: TopicArn, label: nameOfArn(TopicArn) });
        if (found.length >= mostChoices) break;
      }
      return found;
    },
    { enabled, everyMs: 5_000 },
  );
}
