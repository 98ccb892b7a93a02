import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { type Live, useLive } from "../live/use-live.ts";
import { useClient } from "../shell/session-provider.tsx";
import { type Choice, mostChoices } from "./choice.ts";

/** Streams of tables, by their ARNs; a table without one is none. */
export function useStreamChoices(): Live<readonly Choice[]> {
  const client = useClient(DynamoDBClient);
  return useLive(
    "choices/streams",
    async (abortSignal) => {
      const { TableNames = [] } = await client.send(new ListTablesCommand({}), { abortSignal });
      const all = TableNames.slice(0, mostChoices).map(async (TableName): Promise<readonly Choice[]> => {
        const { Table } = await client.send(new DescribeTableCommand({ TableName }), { abortSignal });
        const { StreamSpecification, LatestStreamArn } = Table ?? {};
        if (!StreamSpecification?.StreamEnabled || LatestStreamArn === undefined) return [];
        return [{ value: LatestStreamArn, label: TableName }];
      });
      return (await Promise.all(all)).flat();
    },
    { everyMs: 5_000 },
  );
}

/** The table of a stream's ARN. */
export function tableOfStream(arn: string): string {
  return /:table\/([^/]+)/.exec(arn)?.[1] ?? arn;
}
