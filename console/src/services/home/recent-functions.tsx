import { type FunctionConfiguration, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { useLive } from "../../live/use-live.ts";
import { RouteButton, RouteLink } from "../../shell/links.tsx";
import { useClient } from "../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../table/resource-table.tsx";
import { formatAge, toMs } from "../../text/times.ts";

const shown = 5;

export function RecentFunctions() {
  const client = useClient(LambdaClient);
  const functions = useLive("home/functions", async () => {
    const { Functions = [] } = await client.send(new ListFunctionsCommand({ MaxItems: 50 }));
    return Functions.sort((a, b) => toMs(b.LastModified) - toMs(a.LastModified)).slice(0, shown);
  });
  return (
    <ResourceTable
      id="home.functions"
      title="Recent functions"
      noun="functions"
      live={functions}
      columns={columns}
      rowId={({ FunctionName = "" }) => FunctionName}
      plain
      empty={{
        text: "No function yet.",
        action: <RouteButton href="/console/lambda/create/function">Create function</RouteButton>,
      }}
      actions={() => <RouteButton href="/console/lambda/functions">View all functions</RouteButton>}
    />
  );
}

const columns: readonly Column<FunctionConfiguration>[] = [
  {
    id: "name",
    header: "Function name",
    cell: ({ FunctionName = "" }) => (
      <RouteLink href={`/console/lambda/functions/${FunctionName}`}>{FunctionName}</RouteLink>
    ),
    value: ({ FunctionName }) => FunctionName,
  },
  { id: "runtime", header: "Runtime", cell: ({ Runtime }) => Runtime, value: ({ Runtime }) => Runtime },
  {
    id: "modified",
    header: "Last modified",
    cell: ({ LastModified }) => formatAge(LastModified),
    value: ({ LastModified }) => toMs(LastModified),
  },
];
