import {
  DescribeExportCommand,
  DynamoDBClient,
  type ExportDescription,
  ExportTableToPointInTimeCommand,
  ListExportsCommand,
} from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useBucketChoices } from "../../../choices/buckets.ts";
import { ChoiceField } from "../../../choices/choice-field.tsx";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatTime, toMs } from "../../../text/times.ts";

/** Exports of one table, or of all. */
export function ExportTable({ tableArn, isPage = false }: { tableArn?: string; isPage?: boolean }) {
  const client = useClient(DynamoDBClient);
  const [isExporting, setExporting] = useState(false);
  const live = useLive(
    `dynamodb/exports/${tableArn}`,
    async (abortSignal) => {
      const { ExportSummaries = [] } = await client.send(new ListExportsCommand({ TableArn: tableArn }), {
        abortSignal,
      });
      const all = ExportSummaries.map(async ({ ExportArn }) => {
        const found = await client.send(new DescribeExportCommand({ ExportArn }), { abortSignal });
        return found.ExportDescription ?? {};
      });
      return Promise.all(all);
    },
    { everyMs: 2_000 },
  );
  return (
    <>
      <ResourceTable
        id="dynamodb.exports"
        title="Exports to S3"
        titleVariant={isPage ? "h1" : "h2"}
        variant={isPage ? "full-page" : undefined}
        noun="exports"
        live={live}
        columns={columns}
        rowId={({ ExportArn = "" }) => ExportArn}
        sortBy={{ column: "started", descending: true }}
        empty={{ text: "No exports." }}
        actions={() => tableArn !== undefined && <Button onClick={() => setExporting(true)}>Export to S3</Button>}
      />
      {isExporting && tableArn !== undefined && (
        <ExportDialog tableArn={tableArn} onClose={() => setExporting(false)} onDone={live.refresh} />
      )}
    </>
  );
}

const columns: readonly Column<ExportDescription>[] = [
  { id: "id", header: "Export", cell: ({ ExportArn = "" }) => ExportArn.split("/").at(-1), width: 240 },
  { id: "status", header: "Status", cell: statusOf, value: statusOf, width: 220 },
  {
    id: "bucket",
    header: "Destination",
    cell: ({ S3Bucket = "", S3Prefix }) => (
      <RouteLink href={`/console/s3/buckets/${S3Bucket}`}>{[S3Bucket, S3Prefix].filter(Boolean).join("/")}</RouteLink>
    ),
    value: ({ S3Bucket }) => S3Bucket,
    width: 220,
  },
  {
    id: "started",
    header: "Started",
    cell: ({ StartTime }) => formatTime(StartTime),
    value: ({ StartTime }) => toMs(StartTime),
    width: 290,
  },
  {
    id: "items",
    header: "Items",
    cell: ({ ItemCount }) => ItemCount ?? "-",
    value: ({ ItemCount }) => ItemCount,
    width: 100,
  },
];

function statusOf({ ExportStatus, FailureMessage }: ExportDescription): string {
  return FailureMessage === undefined ? (ExportStatus ?? "") : `${ExportStatus}: ${FailureMessage}`;
}

function ExportDialog({ tableArn, onClose, onDone }: { tableArn: string; onClose: () => void; onDone: () => void }) {
  const client = useClient(DynamoDBClient);
  const buckets = useBucketChoices();
  const [bucket, setBucket] = useState("");
  const [prefix, setPrefix] = useState("");
  const action = useAction(async () => {
    const asked = { TableArn: tableArn, S3Bucket: bucket.replace("arn:aws:s3:::", ""), S3Prefix: prefix || undefined };
    await client.send(new ExportTableToPointInTimeCommand(asked));
    onDone();
  });
  return (
    <EditDialog
      title="Export to S3"
      action={action}
      submit="Export"
      failed="The export could not be begun"
      onClose={onClose}
    >
      <ChoiceField
        label="Destination S3 bucket"
        description="The table as it is now, in DynamoDB's JSON. Point-in-time recovery has to be on."
        value={bucket}
        onChange={setBucket}
        choices={buckets}
        placeholder="Choose a bucket"
        problem={bucket === "" ? "Choose a bucket." : undefined}
      />
      <Field label="Prefix - optional" problem={undefined}>
        <Input value={prefix} spellcheck={false} onChange={({ detail }) => setPrefix(detail.value)} />
      </Field>
    </EditDialog>
  );
}
