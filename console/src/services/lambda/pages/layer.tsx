import {
  DeleteLayerVersionCommand,
  GetLayerVersionCommand,
  LambdaClient,
  ListLayerVersionsCommand,
} from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useParams, useSearchParams } from "react-router";
import { useLive } from "../../../live/use-live.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { formatBytes } from "../../../text/bytes.ts";
import { formatAge } from "../../../text/times.ts";
import { PackageFiles } from "../code/package-files.tsx";
import { runtimeLabel } from "../runtimes.ts";

/** A layer's versions, one of them with what it has in it. */
export function Component() {
  const { layer = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const client = useClient(LambdaClient);
  const confirmed = useConfirmed();
  const versions = useLive(
    `lambda/layer-versions/${layer}`,
    async () => (await client.send(new ListLayerVersionsCommand({ LayerName: layer }))).LayerVersions ?? [],
    { everyMs: 3_000 },
  );
  const remove = (VersionNumber: number) =>
    confirmed(
      {
        title: `Delete version ${VersionNumber} of layer ${layer}?`,
        body: <>Functions that use it keep it until they are changed.</>,
        action: "Delete",
        typed: "delete",
      },
      () => client.send(new DeleteLayerVersionCommand({ LayerName: layer, VersionNumber })),
      {
        done: `Successfully deleted version ${VersionNumber} of layer ${layer}.`,
        failed: "The version could not be deleted",
        onChange: versions.refresh,
      },
    );
  return (
    <Page
      title={layer}
      breadcrumbs={[{ text: "Layers", href: "/console/lambda/layers" }]}
      actions={
        <RouteButton href={`/console/lambda/create/layer?layer=${encodeURIComponent(layer)}`}>
          Create version
        </RouteButton>
      }
    >
      <Loaded live={versions} what="the versions">
        {(list) => {
          const numbers = list.map(({ Version = 0 }) => Version);
          const wanted = Number(search.get("version"));
          const shown = numbers.includes(wanted) ? wanted : numbers[0];
          if (shown === undefined) return <>The layer has no version any more.</>;
          return (
            <SpaceBetween size="l">
              <div className="squall-actions">
                <Select
                  ariaLabel="Version"
                  options={numbers.map((number) => ({ value: String(number), label: `Version ${number}` }))}
                  selectedOption={{ value: String(shown), label: `Version ${shown}` }}
                  onChange={({ detail }) => setSearch({ version: detail.selectedOption.value ?? "" })}
                />
                <Button onClick={() => void remove(shown)}>Delete version</Button>
              </div>
              <LayerVersion key={shown} layer={layer} version={shown} />
            </SpaceBetween>
          );
        }}
      </Loaded>
    </Page>
  );
}

function LayerVersion({ layer, version }: { layer: string; version: number }) {
  const client = useClient(LambdaClient);
  const live = useLive(
    `lambda/layer-version/${layer}/${version}`,
    () => client.send(new GetLayerVersionCommand({ LayerName: layer, VersionNumber: version })),
    { everyMs: Number.POSITIVE_INFINITY },
  );
  return (
    <Loaded live={live} what="the version">
      {({ Content, LayerVersionArn = "", Description, CreatedDate, CompatibleRuntimes = [], LicenseInfo }) => (
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">Version details</Header>}>
            <KeyValuePairs
              columns={3}
              items={[
                { label: "Version ARN", value: <Copyable text={LayerVersionArn} what="version ARN" /> },
                { label: "Description", value: Description || "-" },
                { label: "Created", value: formatAge(CreatedDate) },
                { label: "Size", value: formatBytes(Content?.CodeSize) },
                { label: "Compatible runtimes", value: CompatibleRuntimes.map(runtimeLabel).join(", ") || "-" },
                { label: "License", value: LicenseInfo || "-" },
              ]}
            />
          </Container>
          <PackageFiles location={Content?.Location} />
        </SpaceBetween>
      )}
    </Loaded>
  );
}
