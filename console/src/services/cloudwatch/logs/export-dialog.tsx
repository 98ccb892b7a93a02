import { CloudWatchLogsClient, CreateExportTaskCommand } from "@aws-sdk/client-cloudwatch-logs";
import { spanBounds, type TimeSpan } from "../../../chart/time-span.ts";
import { useBucketChoices } from "../../../choices/buckets.ts";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { cloudNowMs } from "../../../text/cloud-clock.ts";

interface ExportDialogProps {
  readonly group: string;
  readonly stream?: string;
  readonly span?: TimeSpan;
  readonly onSaved?: () => void;
  readonly onClose: () => void;
}

/** Copies a log's events to a bucket, whose policy must let CloudWatch Logs write. */
export function ExportDialog({ group, stream, span, ...told }: ExportDialogProps) {
  const client = useClient(CloudWatchLogsClient);
  const now = cloudNowMs();
  const bounds = span ? spanBounds(span, now) : { startMs: now - 86_400_000, endMs: now };
  return (
    <FieldsDialog
      {...told}
      title="Export data to Amazon S3"
      submit="Export"
      fields={[
        { name: "from", label: "From (UTC)", required: "Enter a time.", problem: timeProblem, constraint: timeForm },
        {
          name: "to",
          label: "To (UTC)",
          required: "Enter a time.",
          constraint: timeForm,
          problem: (value, { from = "" }) =>
            timeProblem(value) ??
            (toMs(from) <= toMs(value) ? undefined : "The end is before the start: choose a later time."),
        },
        { name: "stream", label: "Stream prefix", description: "Only streams whose names begin so." },
        {
          name: "bucket",
          label: "S3 bucket name",
          kind: "choice",
          useChoices: useBucketChoices,
          byName: true,
          placeholder: "Choose one, or enter a name",
          required: "Choose a bucket.",
          description: "Its policy must allow logs.amazonaws.com s3:GetBucketAcl and s3:PutObject.",
        },
        { name: "prefix", label: "S3 bucket prefix", constraint: "exportedlogs, if it stays empty." },
      ]}
      initial={{ from: toText(bounds.startMs), to: toText(bounds.endMs), stream: stream ?? "", bucket: "", prefix: "" }}
      failed="The export could not be started"
      done={`The export of ${group} was started. Its state is under "Exports" of the log group.`}
      save={(values) =>
        client.send(
          new CreateExportTaskCommand({
            logGroupName: group,
            logStreamNamePrefix: values.stream || undefined,
            from: toMs(values.from),
            to: toMs(values.to),
            destination: values.bucket,
            destinationPrefix: values.prefix || undefined,
          }),
        )
      }
    />
  );
}

const timeForm = "YYYY-MM-DDThh:mm:ss";

function timeProblem(value: string): string | undefined {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(value) && !Number.isNaN(toMs(value))
    ? undefined
    : "Enter a time: 2026-12-24T18:00:00.";
}

function toMs(value: string | undefined): number {
  return Date.parse(`${value}Z`);
}

function toText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}
