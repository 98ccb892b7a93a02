import {
  DeleteObjectTaggingCommand,
  type HeadObjectCommandOutput,
  PutObjectTaggingCommand,
  S3Client,
  type Tag,
} from "@aws-sdk/client-s3";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { fromPairs, type Pair, PairsEditor } from "../../../form/pairs-editor.tsx";
import { useAction } from "../../../live/use-action.ts";
import type { Live } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { formatTime } from "../../../text/times.ts";
import { typeOfKey } from "../objects/object-type.ts";
import { objectUrl, s3Uri } from "../paths.ts";

interface ObjectProps {
  readonly bucket: string;
  readonly objectKey: string;
}

export function ObjectOverview({ bucket, objectKey: key, head }: ObjectProps & { head: HeadObjectCommandOutput }) {
  const { account, region } = useSession();
  return (
    <Container header={<Header variant="h2">Object overview</Header>}>
      <KeyValuePairs
        columns={2}
        items={[
          { label: "Owner", value: account },
          { label: "S3 URI", value: <Copied text={s3Uri(bucket, key)} what="S3 URI" /> },
          { label: "AWS Region", value: region },
          { label: "Amazon Resource Name (ARN)", value: <Copied text={`arn:aws:s3:::${bucket}/${key}`} what="ARN" /> },
          { label: "Last modified", value: formatTime(head.LastModified) },
          { label: "Entity tag (Etag)", value: <Copied text={head.ETag?.replaceAll('"', "") ?? ""} what="ETag" /> },
          { label: "Size", value: formatBytes(head.ContentLength) },
          { label: "Object URL", value: <Copied text={objectUrl(bucket, key)} what="object URL" /> },
          { label: "Type", value: typeOfKey(key) },
          { label: "Storage class", value: head.StorageClass ?? "Standard" },
          { label: "Key", value: <span className="squall-anywhere">{key}</span> },
          { label: "Server-side encryption", value: head.ServerSideEncryption ?? "-" },
        ]}
      />
    </Container>
  );
}

function Copied({ text, what }: { text: string; what: string }) {
  return (
    <span className="squall-anywhere">
      <CopyToClipboard
        variant="inline"
        textToCopy={text}
        copyButtonAriaLabel={`Copy ${what}`}
        copySuccessText={`${what} copied`}
        copyErrorText="The browser refused to copy"
      />
    </span>
  );
}

export function Metadata({ head }: { head: HeadObjectCommandOutput }) {
  const system = [
    ["Content-Type", head.ContentType],
    ["Cache-Control", head.CacheControl],
    ["Content-Disposition", head.ContentDisposition],
    ["Content-Encoding", head.ContentEncoding],
    ["Content-Language", head.ContentLanguage],
  ].flatMap(([key, value]) => (value ? [{ type: "System defined", key: key!, value }] : []));
  const own = Object.entries(head.Metadata ?? {}).map(([key, value]) => ({
    type: "User defined",
    key: `x-amz-meta-${key}`,
    value,
  }));
  const rows = [...system, ...own];
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${rows.length})`}
          description="Metadata is optional information provided as a name-value (key-value) pair."
        >
          Metadata
        </Header>
      }
    >
      <Table
        variant="embedded"
        items={rows}
        trackBy="key"
        ariaLabels={{ tableLabel: "Metadata" }}
        columnDefinitions={[
          { id: "type", header: "Type", cell: ({ type }) => type },
          { id: "key", header: "Key", cell: ({ key }) => key, isRowHeader: true },
          { id: "value", header: "Value", cell: ({ value }) => value },
        ]}
        empty={<Box color="text-body-secondary">No metadata.</Box>}
      />
    </Container>
  );
}

export function ObjectTags({ bucket, objectKey, tags }: ObjectProps & { tags: Live<readonly Tag[]> }) {
  const client = useClient(S3Client);
  const notify = useNotify();
  const [pairs, setPairs] = useState<readonly Pair[]>();
  const target = { Bucket: bucket, Key: objectKey };
  const save = useAction(async () => {
    const TagSet = Object.entries(fromPairs(pairs ?? [])).map(([Key, Value]) => ({ Key, Value }));
    if (TagSet.length > 0) await client.send(new PutObjectTaggingCommand({ ...target, Tagging: { TagSet } }));
    else await client.send(new DeleteObjectTaggingCommand(target));
    notify.success(`Successfully edited the tags of ${objectKey}.`);
    tags.refresh();
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={tags.data && `(${tags.data.length})`}
          actions={
            <Button
              disabled={!tags.data}
              ariaLabel="Edit tags"
              onClick={() => setPairs(tags.data?.map(({ Key: key = "", Value: value = "" }) => ({ key, value })))}
            >
              Edit
            </Button>
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
      {pairs && (
        <EditDialog
          title="Edit tags"
          size="large"
          action={save}
          failed="The tags could not be saved"
          onClose={() => setPairs(undefined)}
        >
          <PairsEditor
            pairs={pairs}
            onChange={setPairs}
            addText="Add tag"
            emptyText="No tags associated with this resource."
            most={10}
          />
        </EditDialog>
      )}
    </Container>
  );
}
