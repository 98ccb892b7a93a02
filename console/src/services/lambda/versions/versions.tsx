import { type FunctionConfiguration, LambdaClient, ListVersionsByFunctionCommand } from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatAge, toMs } from "../../../text/times.ts";
import { versionPath } from "../paths.ts";
import { useDeleteVersion } from "./use-delete-version.tsx";
import { usePublish } from "./use-publish.tsx";

export function Versions({ name }: { name: string }) {
  const client = useClient(LambdaClient);
  const versions = useLive(`lambda/versions/${name}`, async () => {
    const { Versions: list = [] } = await client.send(new ListVersionsByFunctionCommand({ FunctionName: name }));
    return list.filter(({ Version }) => Version !== "$LATEST");
  });
  const publish = usePublish(name, versions.refresh);
  const remove = useDeleteVersion(name, versions.refresh);
  return (
    <ResourceTable
      id="lambda.versions"
      title="Versions"
      noun="versions"
      live={versions}
      columns={toColumns(name)}
      rowId={({ Version = "" }) => Version}
      rowArn={({ FunctionArn }) => FunctionArn}
      select="multi"
      empty={{ text: "No version is published. $LATEST is what runs." }}
      actions={(selected) =>
        versions.data && (
          <>
            <Button
              disabled={selected.length === 0}
              onClick={() => void remove(selected.map(({ Version = "" }) => Version))}
            >
              Delete
            </Button>
            <Button onClick={() => void publish()}>Publish new version</Button>
          </>
        )
      }
    />
  );
}

function toColumns(name: string): readonly Column<FunctionConfiguration>[] {
  return [
    {
      id: "version",
      header: "Version",
      cell: ({ Version = "" }) => <RouteLink href={versionPath(name, Version)}>{Version}</RouteLink>,
      value: ({ Version }) => Number(Version),
    },
    {
      id: "description",
      header: "Description",
      cell: ({ Description }) => Description || "-",
      value: ({ Description }) => Description,
    },
    {
      id: "modified",
      header: "Last modified",
      cell: ({ LastModified }) => formatAge(LastModified),
      value: ({ LastModified }) => toMs(LastModified),
    },
  ];
}
