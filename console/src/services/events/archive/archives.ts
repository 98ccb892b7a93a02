import {
  type Archive,
  EventBridgeClient,
  ListArchivesCommand,
  ListReplaysCommand,
  type Replay,
} from "@aws-sdk/client-eventbridge";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";

/** More than a page shows or a user reads. */
const most = 1_000;

export function useArchives(): Live<readonly Archive[]> {
  const client = useClient(EventBridgeClient);
  return useLive("events/archives", async (abortSignal) => {
    const found: Archive[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListArchivesCommand({ NextToken }), { abortSignal });
      found.push(...(page.Archives ?? []));
      NextToken = page.NextToken;
    } while (NextToken && found.length < most);
    return found;
  });
}

export function useReplays(): Live<readonly Replay[]> {
  const client = useClient(EventBridgeClient);
  return useLive("events/replays", async (abortSignal) => {
    const found: Replay[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListReplaysCommand({ NextToken }), { abortSignal });
      found.push(...(page.Replays ?? []));
      NextToken = page.NextToken;
    } while (NextToken && found.length < most);
    return found;
  });
}
