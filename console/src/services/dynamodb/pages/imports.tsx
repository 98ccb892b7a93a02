import {
  DescribeImportCommand,
  DynamoDBClient,
  type ImportSummary,
  type ImportTableDescription,
  ListImportsCommand,
} from "@aws-sdk/client-dynamodb";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatTime, toMs } from "../../../text/times.ts";
import { tablePath } from "../paths.ts";

export function Component() {
  const client = useClient(DynamoDBClient);
  const live = useLive(
    "dynamodb/imports",
    async (abortSignal) => {
      const { ImportSummaryList = [] } = await client.send(new ListImportsCommand({}), { abortSignal });
      const describe = async ({ ImportArn }: ImportSummary) => {
        const found = await client.send(new DescribeImportCommand({ ImportArn }), { abortSignal });
        return found.ImportTableDescription ?? {};
      };
      return Promise.all(ImportSummaryList.map(describe));
    },
    { everyMs: 2_000 },
  );
  return (
    <Page title="Imports from S3" breadcrumbs={[]} titleInContent>
      <ResourceTable
        id="dynamodb.imports"
        title="Imports from S3"
        titleVariant="h1"
        variant="full-page"
        noun="imports"
        live={live}
        columns={columns}
        rowId={({ ImportArn = "" }) => ImportArn}
        sortBy={{ column: "started", descending: true }}
        empty={{ text: "No imports. ImportTable makes a table of what a bucket holds." }}
      />
    </Page>
  );
}

const columns: readonly Column<ImportTableDescription>[] = [
  {
    id: "table",
    header: "Table",
    cell: (one) => <RouteLink href={tablePath(nameOf(one))}>{nameOf(one)}</RouteLink>,
    value: nameOf,
    width: 220,
  },
  { id: "status", header: "Status", cell: statusOf, value: statusOf, width: 200 },
  { id: "bucket", header: "Source", cell: (one) => one.S3BucketSource?.S3Bucket, width: 180 },
  { id: "format", header: "Format", cell: (one) => one.InputFormat, width: 150 },
  { id: "imported", header: "Imported items", cell: (one) => one.ImportedItemCount, width: 150 },
  { id: "errors", header: "Errors", cell: (one) => one.ErrorCount, width: 100 },
  {
    id: "started",
    header: "Started",
    cell: ({ StartTime }) => formatTime(StartTime),
    value: ({ StartTime }) => toMs(StartTime),
    width: 290,
  },
];

function nameOf({ TableArn = "" }: ImportTableDescription): string {
  return TableArn.split("/").at(-1) ?? "";
}

function statusOf({ ImportStatus, FailureMessage }: ImportTableDescription): string {
  return FailureMessage === undefined ? (ImportStatus ?? "") : `${ImportStatus}: ${FailureMessage}`;
}
