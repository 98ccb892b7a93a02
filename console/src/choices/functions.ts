import { LambdaClient, paginateListFunctions } from "@aws-sdk/client-lambda";
import { type Live, useLive } from "../live/use-live.ts";
import { useClient, useSession } from "../shell/session-provider.tsx";
import { type Choice, mostChoices } from "./choice.ts";

/** The account's functions in this region. */
export function useFunctionChoices(enabled = true): Live<readonly Choice[]> {
  const client = useClient(LambdaClient);
  const { region } = useSession();
  return useLive(
    `choices/functions/${region}`,
    async (signal) => {
      const found: Choice[] = [];
      for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
        signal.throwIfAborted();
        for (const { FunctionArn = "", FunctionName = "", Description } of Functions)
          found.push({ value: FunctionArn, label: FunctionName, description: Description });
        if (found.length >= mostChoices) break;
      }
      return found;
    },
    { enabled, everyMs: 5_000 },
  );
}
