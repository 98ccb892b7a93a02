import {
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  type GetBucketVersioningCommandOutput,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { isNotFound } from "../../../aws/errors.ts";
import { regionName } from "../../../aws/regions.ts";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { AccessLogging } from "./access-logging.tsx";
import { EventNotifications } from "./event-notifications.tsx";
import { BucketEventBridge } from "./eventbridge.tsx";
import { ObjectLock } from "./object-lock.tsx";
import { TagsDialog } from "./tags-dialog.tsx";
import { Website } from "./website.tsx";

interface PropertiesTabProps {
  readonly bucket: string;
  readonly versioning: GetBucketVersioningCommandOutput;
  readonly onChange: () => void;
}

export function PropertiesTab({ bucket, versioning, onChange }: PropertiesTabProps) {
  return (
    <SpaceBetween size="l">
      <BucketOverview bucket={bucket} />
      <Versioning bucket={bucket} status={versioning.Status} onChange={onChange} />
      <Tags bucket={bucket} />
      <Encryption bucket={bucket} />
      <AccessLogging bucket={bucket} />
      <EventNotifications bucket={bucket} />
      <BucketEventBridge bucket={bucket} />
      <ObjectLock bucket={bucket} />
      <Website bucket={bucket} />
    </SpaceBetween>
  );
}

function BucketOverview({ bucket }: { bucket: string }) {
  const client = useClient(S3Client);
  const location = useLive(
    `s3/location/${bucket}`,
    () => client.send(new GetBucketLocationCommand({ Bucket: bucket })),
    { everyMs: 60_000 },
  );
  const region = location.data ? location.data.LocationConstraint || "us-east-1" : undefined;
  const arn = `arn:aws:s3:::${bucket}`;
  return (
    <Container header={<Header variant="h2">Bucket overview</Header>}>
      <KeyValuePairs
        columns={2}
        items={[
          { label: "AWS Region", value: region ? `${regionName(region)} ${region}` : "-" },
          {
            label: "Amazon Resource Name (ARN)",
            value: (
              <CopyToClipboard
                variant="inline"
                textToCopy={arn}
                copyButtonAriaLabel="Copy ARN"
                copySuccessText="ARN copied"
                copyErrorText="The browser refused to copy"
              />
            ),
          },
        ]}
      />
    </Container>
  );
}

function Versioning({
  bucket,
  status,
  onChange,
}: {
  bucket: string;
  status: string | undefined;
  onChange: () => void;
}) {
  const client = useClient(S3Client);
  const notify = useNotify();
  const [isEditing, setEditing] = useState(false);
  const [choice, setChoice] = useState<"Enabled" | "Suspended">("Enabled");
  const save = useAction(async () => {
    await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: choice } }));
    notify.success(`Successfully edited Bucket Versioning of ${bucket}.`);
    onChange();
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Versioning is a means of keeping multiple variants of an object in the same bucket."
          actions={
            <Button
              ariaLabel="Edit Bucket Versioning"
              onClick={() => {
                setChoice(status === "Enabled" ? "Enabled" : "Suspended");
                setEditing(true);
              }}
            >
              Edit
            </Button>
          }
        >
          Bucket Versioning
        </Header>
      }
    >
      <KeyValuePairs items={[{ label: "Bucket Versioning", value: status ?? "Disabled" }]} />
      {isEditing && (
        <EditDialog
          title="Edit Bucket Versioning"
          action={save}
          failed="Bucket Versioning could not be saved"
          onClose={() => setEditing(false)}
        >
          <RadioGroup
            ariaLabel="Bucket Versioning"
            value={choice}
            items={[
              {
                value: "Suspended",
                label: "Suspend",
                description: "Existing versions stay; new objects have none.",
                disabled: status === undefined,
              },
              { value: "Enabled", label: "Enable" },
            ]}
            onChange={({ detail }) => setChoice(detail.value as "Enabled" | "Suspended")}
          />
        </EditDialog>
      )}
    </Container>
  );
}

function Tags({ bucket }: { bucket: string }) {
  const client = useClient(S3Client);
  const [isEditing, setEditing] = useState(false);
  const tags = useLive(
    `s3/tags/${bucket}`,
    async () => {
      try {
        return (await client.send(new GetBucketTaggingCommand({ Bucket: bucket }))).TagSet ?? [];
      } catch (error) {
        if (isNotFound(error)) return [];
        throw error;
      }
    },
    { everyMs: 20_000 },
  );
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={tags.data && `(${tags.data.length})`}
          actions={
            tags.data && (
              <Button ariaLabel="Edit tags" onClick={() => setEditing(true)}>
                Edit
              </Button>
            )
          }
        >
          Tags
        </Header>
      }
    >
      <ErrorAlert error={tags.error} title="The tags could not be read" onRetry={tags.refresh} />
      {tags.data && (
        <Table
          variant="embedded"
          items={tags.data}
          trackBy={({ Key = "" }) => Key}
          ariaLabels={{ tableLabel: "Tags" }}
          columnDefinitions={[
            { id: "key", header: "Key", cell: ({ Key }) => Key, isRowHeader: true },
            { id: "value", header: "Value", cell: ({ Value }) => Value },
          ]}
          empty={<Box color="text-body-secondary">No tags associated with this resource.</Box>}
        />
      )}
      {isEditing && tags.data && (
        <TagsDialog bucket={bucket} tags={tags.data} onClose={() => setEditing(false)} onChange={tags.refresh} />
      )}
    </Container>
  );
}

function Encryption({ bucket }: { bucket: string }) {
  const client = useClient(S3Client);
  const encryption = useLive(
    `s3/encryption/${bucket}`,
    () => client.send(new GetBucketEncryptionCommand({ Bucket: bucket })),
    { everyMs: 30_000 },
  );
  const rule = encryption.data?.ServerSideEncryptionConfiguration?.Rules?.[0];
  const algorithm = rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Server-side encryption is automatically applied to new objects stored in this bucket."
        >
          Default encryption
        </Header>
      }
    >
      <ErrorAlert error={encryption.error} title="The encryption could not be read" onRetry={encryption.refresh} />
      {rule && (
        <KeyValuePairs
          columns={2}
          items={[
            {
              label: "Encryption type",
              value: algorithm === "AES256" ? "Server-side encryption with Amazon S3 managed keys (SSE-S3)" : algorithm,
            },
            { label: "Bucket Key", value: rule.BucketKeyEnabled ? "Enabled" : "Disabled" },
          ]}
        />
      )}
    </Container>
  );
}
