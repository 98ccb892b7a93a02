import { type AliasConfiguration, GetFunctionCommand, LambdaClient, ListAliasesCommand } from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { saveFile } from "../../../live/save-file.ts";
import { useLive } from "../../../live/use-live.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatAge } from "../../../text/times.ts";
import { CodeProperties } from "../code/code-properties.tsx";
import { PackageFiles } from "../code/package-files.tsx";
import { readArchive } from "../code/read-archive.ts";
import { functionCrumbs, functionPath } from "../paths.ts";
import { runtimeLabel } from "../runtimes.ts";
import { AliasDialog, weightsOf } from "../versions/alias-dialog.tsx";
import { useDeleteVersion } from "../versions/use-delete-version.tsx";

/** A published version: what it is, which does not change any more, and who leads to it. */
export function Component() {
  const { name = "", version = "" } = useParams();
  const client = useClient(LambdaClient);
  const navigate = useNavigate();
  const [isMakingAlias, setMakingAlias] = useState(false);
  const live = useLive(
    `lambda/version/${name}/${version}`,
    (abortSignal) => client.send(new GetFunctionCommand({ FunctionName: name, Qualifier: version }), { abortSignal }),
    { everyMs: 5_000 },
  );
  const aliases = useLive(
    `lambda/aliases-of/${name}/${version}`,
    async () =>
      (await client.send(new ListAliasesCommand({ FunctionName: name, FunctionVersion: version }))).Aliases ?? [],
    { everyMs: 2_000 },
  );
  const remove = useDeleteVersion(name, () => undefined);
  const back = functionPath(name, "versions");
  return (
    <Page
      title={`Version: ${version}`}
      breadcrumbs={[...functionCrumbs(name), { text: "Versions", href: back }]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button
            onClick={async () => {
              const { bytes } = await readArchive(live.data?.Code?.Location);
              saveFile(`${name}-${version}.zip`, bytes, "application/zip");
            }}
            disabled={!live.data?.Code?.Location}
          >
            Download
          </Button>
          <Button
            onClick={async () => {
              if (await remove([version])) await navigate(back);
            }}
          >
            Delete
          </Button>
          <Button onClick={() => setMakingAlias(true)}>Create alias</Button>
        </SpaceBetween>
      }
    >
      <Loaded live={live} what="the version">
        {({ Configuration: configuration = {}, Code }) => (
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">Configuration of the version</Header>}>
              <KeyValuePairs
                columns={3}
                items={[
                  { label: "Description", value: configuration.Description || "-" },
                  { label: "Published", value: formatAge(configuration.LastModified) },
                  { label: "Runtime", value: runtimeLabel(configuration.Runtime) },
                  { label: "Handler", value: <span className="squall-anywhere">{configuration.Handler}</span> },
                  { label: "Memory", value: `${configuration.MemorySize} MB` },
                  { label: "Timeout", value: `${configuration.Timeout} seconds` },
                  { label: "Environment variables", value: variablesOf(configuration.Environment?.Variables) },
                  { label: "SnapStart", value: configuration.SnapStart?.OptimizationStatus ?? "Off" },
                  {
                    label: "Function ARN",
                    value: <Copyable text={configuration.FunctionArn ?? ""} what="function ARN" />,
                  },
                ]}
              />
            </Container>
            <CodeProperties configuration={configuration} />
            <PackageFiles location={Code?.Location} />
            <AliasesOfVersion aliases={aliases.data ?? []} />
          </SpaceBetween>
        )}
      </Loaded>
      {isMakingAlias && (
        <AliasDialog
          name={name}
          alias={undefined}
          initialVersion={version}
          onClose={() => setMakingAlias(false)}
          onChange={aliases.refresh}
        />
      )}
    </Page>
  );
}

function AliasesOfVersion({ aliases }: { aliases: readonly AliasConfiguration[] }) {
  return (
    <Table
      items={aliases}
      trackBy={({ Name = "" }) => Name}
      ariaLabels={{ tableLabel: "Aliases" }}
      header={
        <Header variant="h2" counter={`(${aliases.length})`}>
          Aliases
        </Header>
      }
      columnDefinitions={[
        { id: "name", header: "Name", cell: ({ Name }) => Name, isRowHeader: true },
        { id: "versions", header: "Versions", cell: weightsOf },
        { id: "description", header: "Description", cell: ({ Description }) => Description || "-" },
      ]}
      empty="No alias leads to this version."
    />
  );
}

function variablesOf(variables: Readonly<Record<string, string>> = {}): string {
  return Object.keys(variables).join(", ") || "None";
}
