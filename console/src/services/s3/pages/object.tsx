import { GetObjectTaggingCommand, HeadObjectCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Tabs from "@cloudscape-design/components/tabs";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { Metadata, ObjectOverview, ObjectTags } from "../object/object-properties.tsx";
import { Preview } from "../object/preview.tsx";
import { VersionsTab } from "../object/versions-tab.tsx";
import { CopyDialog, RenameDialog } from "../objects/copy-dialog.tsx";
import { useDeleteObjects } from "../objects/remove-objects.tsx";
import { ShareDialog } from "../objects/share-dialog.tsx";
import { downloadObject, openObject } from "../objects/sign-link.ts";
import { bucketPath, folderCrumbs, s3Uri } from "../paths.ts";

export function Component() {
  const { bucket = "" } = useParams();
  const [search] = useSearchParams();
  const key = search.get("prefix") ?? "";
  return <ObjectPage key={`${bucket}/${key}`} bucket={bucket} objectKey={key} />;
}

function ObjectPage({ bucket, objectKey: key }: { bucket: string; objectKey: string }) {
  const client = useClient(S3Client);
  const navigate = useNavigate();
  const notify = useNotify();
  const folder = key.slice(0, key.lastIndexOf("/") + 1);
  const name = key.slice(folder.length);
  const target = { Bucket: bucket, Key: key };
  const head = useLive(`s3/head/${bucket}/${key}`, () => client.send(new HeadObjectCommand(target)), {
    everyMs: 2_000,
  });
  const tags = useLive(
    `s3/object-tags/${bucket}/${key}`,
    async () => (await client.send(new GetObjectTaggingCommand(target))).TagSet ?? [],
    {
      everyMs: 5_000,
    },
  );
  const versions = useLive(`s3/versions/${bucket}/${key}`, async () => {
    const { Versions = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, MaxKeys: 1_000 }),
    );
    return Versions.filter(({ Key }) => Key === key);
  });
  const isVersioned = head.data?.VersionId !== undefined && head.data.VersionId !== "null";
  const remove = useDeleteObjects(bucket, isVersioned, () => undefined);
  const [open, setOpen] = useState<string>();
  const close = () => setOpen(undefined);
  const entry = { key, name, isFolder: false };
  const onMoved = () => {
    if (open !== "copy") void navigate(bucketPath(bucket, folder));
  };
  const tryTo = (work: Promise<void>) =>
    work.catch((error: unknown) => notify.error("The object could not be read", error));

  return (
    <Page
      title={name}
      breadcrumbs={folderCrumbs(bucket, folder)}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button
            iconName="copy"
            onClick={() => {
              void navigator.clipboard?.writeText(s3Uri(bucket, key));
              notify.success(`Copied ${s3Uri(bucket, key)}`);
            }}
          >
            Copy S3 URI
          </Button>
          <Button disabled={!head.data} onClick={() => void tryTo(downloadObject(client, { bucket, key }))}>
            Download
          </Button>
          <Button disabled={!head.data} onClick={() => void tryTo(openObject(client, { bucket, key }))}>
            Open
          </Button>
          <ButtonDropdown
            disabled={!head.data}
            items={[
              { id: "share", text: "Share with a presigned URL" },
              { id: "copy", text: "Copy" },
              { id: "move", text: "Move" },
              { id: "rename", text: "Rename" },
            ]}
            onItemClick={({ detail }) => setOpen(detail.id)}
          >
            Object actions
          </ButtonDropdown>
          <Button
            disabled={!head.data}
            onClick={async () => {
              if (await remove([{ key, name, isFolder: false }])) await navigate(bucketPath(bucket, folder));
            }}
          >
            Delete
          </Button>
        </SpaceBetween>
      }
    >
      {open === "share" && <ShareDialog target={{ bucket, key }} onClose={close} />}
      {(open === "copy" || open === "move") && (
        <CopyDialog {...{ bucket, prefix: folder, entries: [entry], kind: open }} onClose={close} onChange={onMoved} />
      )}
      {open === "rename" && <RenameDialog bucket={bucket} entry={entry} onClose={close} onChange={onMoved} />}
      {head.data ? (
        <Tabs
          ariaLabel="Object"
          tabs={[
            {
              id: "properties",
              label: "Properties",
              content: (
                <SpaceBetween size="l">
                  <ObjectOverview bucket={bucket} objectKey={key} head={head.data} />
                  <Preview bucket={bucket} objectKey={key} head={head.data} />
                  <ObjectTags bucket={bucket} objectKey={key} tags={tags} />
                  <Metadata head={head.data} />
                </SpaceBetween>
              ),
            },
            { id: "versions", label: "Versions", content: <VersionsTab bucket={bucket} versions={versions} /> },
          ]}
        />
      ) : head.isLoading ? (
        <StatusIndicator type="loading">Loading the object</StatusIndicator>
      ) : (
        <ErrorAlert
          error={head.error}
          title={`The object ${key} could not be read`}
          onRetry={head.refresh}
          action={<RouteButton href={bucketPath(bucket, folder)}>{bucket}</RouteButton>}
        />
      )}
    </Page>
  );
}
