import { type CodeSigningConfig, LambdaClient, ListCodeSigningConfigsCommand } from "@aws-sdk/client-lambda";
import { type LiveList, useLiveList } from "../../../live/use-live-list.ts";
import { useClient } from "../../../shell/session-provider.tsx";

export function useSigningConfigs(): LiveList<CodeSigningConfig> {
  const client = useClient(LambdaClient);
  return useLiveList("lambda/code-signing", async (Marker, abortSignal) => {
    const { CodeSigningConfigs = [], NextMarker } = await client.send(new ListCodeSigningConfigsCommand({ Marker }), {
      abortSignal,
    });
    return { items: CodeSigningConfigs, next: NextMarker };
  });
}
