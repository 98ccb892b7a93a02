import { DynamoDBClient, paginateListTables } from "@aws-sdk/client-dynamodb";
import { type Live, useLive } from "../live/use-live.ts";
import { useClient, useSession } from "../shell/session-provider.tsx";
import { type Choice, mostChoices } from "./choice.ts";

/** The account's tables in this region, by their ARNs. */
export function useTableChoices(): Live<readonly Choice[]> {
  const client = useClient(DynamoDBClient);
  const { region, account } = useSession();
  return useLive(
    `choices/tables/${region}`,
    async (signal) => {
      const found: Choice[] = [];
      for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
        signal.throwIfAborted();
        for (const name of TableNames)
          found.push({ value: `arn:aws:dynamodb:${region}:${account}:table/${name}`, label: name });
        if (found.length >= mostChoices) break;
      }
      return found;
    },
    { everyMs: 5_000 },
  );
}
