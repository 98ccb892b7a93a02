import { LambdaClient, type LayersListItem, ListLayersCommand } from "@aws-sdk/client-lambda";
import { useLive } from "../../../live/use-live.ts";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";

export function Component() {
  const client = useClient(LambdaClient);
  const layers = useLive("lambda/layers", async () => (await client.send(new ListLayersCommand({}))).Layers ?? []);
  return (
    <Page title="Layers" breadcrumbs={[]} titleInContent>
      <ResourceTable
        id="lambda.layers"
        title="Layers"
        titleVariant="h1"
        variant="full-page"
        noun="layers"
        live={layers}
        columns={columns}
        rowId={({ LayerName = "" }) => LayerName}
        empty={{ text: "There is no layer here yet." }}
      />
    </Page>
  );
}

const columns: readonly Column<LayersListItem>[] = [
  { id: "name", header: "Name", cell: ({ LayerName }) => LayerName, value: ({ LayerName }) => LayerName },
  {
    id: "version",
    header: "Latest version",
    cell: ({ LatestMatchingVersion }) => LatestMatchingVersion?.Version,
    value: ({ LatestMatchingVersion }) => LatestMatchingVersion?.Version,
  },
  {
    id: "description",
    header: "Description",
    cell: ({ LatestMatchingVersion }) => LatestMatchingVersion?.Description ?? "-",
    value: ({ LatestMatchingVersion }) => LatestMatchingVersion?.Description,
  },
];
