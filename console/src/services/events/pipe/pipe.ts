import { DescribePipeCommand, type DescribePipeCommandOutput, PipesClient } from "@aws-sdk/client-pipes";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";

export function usePipe(Name: string): Live<DescribePipeCommandOutput> {
  const client = useClient(PipesClient);
  return useLive(`pipes/pipe/${Name}`, () => client.send(new DescribePipeCommand({ Name })));
}
