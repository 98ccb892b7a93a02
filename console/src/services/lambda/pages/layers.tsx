import {
  DeleteLayerVersionCommand,
  LambdaClient,
  type LayersListItem,
  ListLayersCommand,
  ListLayerVersionsCommand,
} from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { useConfirm } from "../../../shell/confirm.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatAge, toMs } from "../../../text/times.ts";
import { runtimeLabel } from "../runtimes.ts";

export function Component() {
  const client = useClient(LambdaClient);
  const confirm = useConfirm();
  const notify = useNotify();
  const layers = useLive("lambda/layers", async () => (await client.send(new ListLayersCommand({}))).Layers ?? []);
  const remove = async (LayerName: string) => {
    const isMeant = await confirm({
      title: `Delete layer ${LayerName}?`,
      body: (
        <>
          All versions of <b>{LayerName}</b> are deleted. Functions that use one keep it until they are changed.
        </>
      ),
      action: "Delete",
      typed: "delete",
    });
    if (!isMeant) return;
    try {
      const { LayerVersions = [] } = await client.send(new ListLayerVersionsCommand({ LayerName }));
      for (const { Version } of LayerVersions)
        await client.send(new DeleteLayerVersionCommand({ LayerName, VersionNumber: Version }));
      notify.success(`Successfully deleted layer ${LayerName}.`);
    } catch (error) {
      notify.error(`The layer ${LayerName} could not be deleted`, error);
    }
    layers.refresh();
  };
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
        select="single"
        empty={{
          text: "There is no layer here yet. A layer brings libraries that several functions use.",
          action: <RouteButton href="/console/lambda/create/layer">Create layer</RouteButton>,
        }}
        actions={([selected]) => (
          <>
            <RouteButton
              disabled={!selected}
              href={`/console/lambda/create/layer?layer=${encodeURIComponent(selected?.LayerName ?? "")}`}
            >
              Create version
            </RouteButton>
            <Button disabled={!selected} onClick={() => void remove(selected?.LayerName ?? "")}>
              Delete
            </Button>
            <RouteButton variant="primary" href="/console/lambda/create/layer">
              Create layer
            </RouteButton>
          </>
        )}
      />
    </Page>
  );
}

const columns: readonly Column<LayersListItem>[] = [
  { id: "name", header: "Name", cell: ({ LayerName }) => LayerName, value: ({ LayerName }) => LayerName, width: 260 },
  {
    id: "version",
    header: "Latest version",
    cell: ({ LatestMatchingVersion }) => LatestMatchingVersion?.Version,
    value: ({ LatestMatchingVersion }) => LatestMatchingVersion?.Version,
    width: 150,
  },
  {
    id: "runtimes",
    header: "Compatible runtimes",
    cell: ({ LatestMatchingVersion }) => LatestMatchingVersion?.CompatibleRuntimes?.map(runtimeLabel).join(", ") || "-",
    value: ({ LatestMatchingVersion }) => LatestMatchingVersion?.CompatibleRuntimes?.join(),
    width: 260,
  },
  {
    id: "created",
    header: "Created",
    cell: ({ LatestMatchingVersion }) => formatAge(LatestMatchingVersion?.CreatedDate),
    value: ({ LatestMatchingVersion }) => toMs(LatestMatchingVersion?.CreatedDate),
    width: 160,
  },
  {
    id: "description",
    header: "Description",
    cell: ({ LatestMatchingVersion }) => LatestMatchingVersion?.Description || "-",
    value: ({ LatestMatchingVersion }) => LatestMatchingVersion?.Description,
    width: 300,
  },
];
