import {
  type FilterRule,
  GetBucketNotificationConfigurationCommand,
  type GetBucketNotificationConfigurationCommandOutput,
  PutBucketNotificationConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import { arnHref } from "../../../choices/arn-href.ts";
import { nameOfArn } from "../../../choices/choice.ts";
import { useLive } from "../../../live/use-live.ts";
import { eventTypeLabel } from "../../../notification/event-types.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";

interface Row {
  readonly id: string;
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
  readonly type: string;
  readonly destination: string;
}

export function EventNotifications({ bucket }: { bucket: string }) {
  const client = useClient(S3Client);
  const confirmed = useConfirmed();
  const notifications = useLive(`s3/notifications/${bucket}`, async () =>
    toRows(await client.send(new GetBucketNotificationConfigurationCommand({ Bucket: bucket }))),
  );
  const remove = async (row: Row) => {
    await confirmed(
      {
        title: `Delete event notification ${row.id}?`,
        body: (
          <>
            Events of {bucket} will no longer be sent to <b className="squall-anywhere">{row.destination}</b>.
          </>
        ),
        action: "Delete",
      },
      async () => {
        const { $metadata: _metadata, ...before } = await client.send(
          new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
        );
        const keep = <T extends { Id?: string }>(list: T[] | undefined) => list?.filter(({ Id }) => Id !== row.id);
        await client.send(
          new PutBucketNotificationConfigurationCommand({
            Bucket: bucket,
            NotificationConfiguration: {
              ...before,
              LambdaFunctionConfigurations: keep(before.LambdaFunctionConfigurations),
              QueueConfigurations: keep(before.QueueConfigurations),
              TopicConfigurations: keep(before.TopicConfigurations),
            },
          }),
        );
      },
      {
        done: `Successfully deleted the event notification ${row.id}.`,
        failed: `The event notification ${row.id} could not be deleted`,
        onChange: notifications.refresh,
      },
    );
  };
  return (
    <ResourceTable
      id="s3.notifications"
      title="Event notifications"
      noun="event notifications"
      description="Send a notification when specific events occur in your bucket."
      live={notifications}
      columns={columns}
      rowId={({ id }) => id}
      select="single"
      empty={{
        text: "No event notifications. Choose Create event notification to be notified when a specific event occurs.",
        action: (
          <RouteButton href={`/console/s3/buckets/${bucket}/create-notification`}>
            Create event notification
          </RouteButton>
        ),
      }}
      actions={([selected]) => (
        <>
          <Button
            disabled={!selected}
            ariaLabel="Delete event notification"
            onClick={() => selected && void remove(selected)}
          >
            Delete
          </Button>
          <RouteButton href={`/console/s3/buckets/${bucket}/create-notification`}>
            Create event notification
          </RouteButton>
        </>
      )}
    />
  );
}

function toRows(configuration: GetBucketNotificationConfigurationCommandOutput): Row[] {
  const { LambdaFunctionConfigurations = [], QueueConfigurations = [], TopicConfigurations = [] } = configuration;
  return [
    ...LambdaFunctionConfigurations.map((one) => toRow(one, "Lambda function", one.LambdaFunctionArn)),
    ...QueueConfigurations.map((one) => toRow(one, "SQS queue", one.QueueArn)),
    ...TopicConfigurations.map((one) => toRow(one, "SNS topic", one.TopicArn)),
  ];
}

interface Configuration {
  readonly Id?: string;
  readonly Events?: readonly string[];
  readonly Filter?: { readonly Key?: { readonly FilterRules?: readonly FilterRule[] } };
}

function toRow({ Id = "", Events = [], Filter }: Configuration, type: string, destination = ""): Row {
  const rule = (name: string) =>
    Filter?.Key?.FilterRules?.find(({ Name }) => Name?.toLowerCase() === name)?.Value ?? "";
  return { id: Id, events: Events, prefix: rule("prefix"), suffix: rule("suffix"), type, destination };
}

const columns: readonly Column<Row>[] = [
  { id: "name", header: "Name", cell: ({ id }) => id, value: ({ id }) => id, width: 220 },
  {
    id: "events",
    header: "Event types",
    cell: ({ events }) => events.map(eventTypeLabel).join(", "),
    value: ({ events }) => events.map(eventTypeLabel).join(", "),
    width: 210,
  },
  {
    id: "filters",
    header: "Filters",
    cell: ({ prefix, suffix }) => [prefix, suffix].filter(Boolean).join(", ") || "-",
    value: ({ prefix, suffix }) => `${prefix}, ${suffix}`,
    width: 130,
  },
  { id: "type", header: "Destination type", cell: ({ type }) => type, value: ({ type }) => type, width: 150 },
  {
    id: "destination",
    header: "Destination",
    cell: ({ destination }) => {
      const href = arnHref(destination);
      return href ? <RouteLink href={href}>{nameOfArn(destination)}</RouteLink> : nameOfArn(destination);
    },
    value: ({ destination }) => destination,
    width: 200,
  },
];
