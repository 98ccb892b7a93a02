import {
  DeleteLayerVersionCommand,
  LambdaClient,
  type LayersListItem,
  ListLayersCommand,
  ListLayerVersionsCommand,
} from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatAge, toMs } from "../../../text/times.ts";
import { layerPath } from "../paths.ts";
import { runtimeLabel } from "../runtimes.ts";

export function Component() {
  const client = useClient(LambdaClient);
  const confirmed = useConfirmed();
  const layers = useLive("lambda/layers", async () => (await client.send(new ListLayersCommand({}))).Layers ?? []);
  const remove = async (names: readonly string[]) => {
    const what = names.length === 1 ? `layer ${names[0]}` : `${names.length} layers`;
    await confirmed(
      {
        title: `Delete ${what}?`,
        body: (
          <>
            All versions of <b>{names.join(", ")}</b> are deleted. Functions that use one keep it until they are
            changed.
          </>
        ),
        action: "Delete",
        typed: "delete",
      },
      async () => {
        for (const LayerName of names) {
          const { LayerVersions = [] } = await client.send(new ListLayerVersionsCommand({ LayerName }));
          for (const { Version } of LayerVersions)
            await client.send(new DeleteLayerVersionCommand({ LayerName, VersionNumber: Version }));
        }
      },
      {
        done: `Successfully deleted ${what}.`,
        failed: `Deleting ${what} failed`,
        onChange: layers.refresh,
      },
    );
  };
  return (
    <ListPage
      id="lambda.layers"
      title="Layers"
      noun="layers"
      live={layers}
      columns={columns}
      rowId={({ LayerName = "" }) => LayerName}
      rowArn={({ LayerArn }) => LayerArn}
      select="multi"
      create={{ text: "Create layer", href: "/console/lambda/create/layer" }}
      empty="There is no layer here yet. A layer brings libraries that several functions use."
      actions={(selected) => (
        <>
          <RouteButton
            disabled={selected.length !== 1}
            href={`/console/lambda/create/layer?layer=${encodeURIComponent(selected[0]?.LayerName ?? "")}`}
          >
            Create version
          </RouteButton>
          <Button
            disabled={selected.length === 0}
            onClick={() => void remove(selected.map(({ LayerName = "" }) => LayerName))}
          >
            Delete
          </Button>
        </>
      )}
    />
  );
}

const columns: readonly Column<LayersListItem>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ LayerName = "" }) => <RouteLink href={layerPath(LayerName)}>{LayerName}</RouteLink>,
    value: ({ LayerName }) => LayerName,
    width: 260,
  },
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
