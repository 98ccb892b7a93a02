import {
  type FunctionConfiguration,
  LambdaClient,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
} from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatAge, toMs } from "../../../text/times.ts";

export function Versions({ name }: { name: string }) {
  const client = useClient(LambdaClient);
  const confirmed = useConfirmed();
  const versions = useLive(`lambda/versions/${name}`, async () => {
    const { Versions: list = [] } = await client.send(new ListVersionsByFunctionCommand({ FunctionName: name }));
    return list.filter(({ Version }) => Version !== "$LATEST");
  });
  const publish = async () => {
    await confirmed(
      {
        title: `Publish new version of ${name}?`,
        body: <>The code and configuration of $LATEST become a version that does not change any more.</>,
        action: "Publish",
      },
      () => client.send(new PublishVersionCommand({ FunctionName: name })),
      {
        done: ({ Version }) => `Successfully created version ${Version} of function ${name}.`,
        failed: "The version could not be published",
        onChange: versions.refresh,
      },
    );
  };
  return (
    <ResourceTable
      id="lambda.versions"
      title="Versions"
      noun="versions"
      live={versions}
      columns={columns}
      rowId={({ Version = "" }) => Version}
      empty={{ text: "No version is published. $LATEST is what runs." }}
      actions={() => versions.data && <Button onClick={() => void publish()}>Publish new version</Button>}
    />
  );
}

const columns: readonly Column<FunctionConfiguration>[] = [
  { id: "version", header: "Version", cell: ({ Version }) => Version, value: ({ Version }) => Number(Version) },
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
