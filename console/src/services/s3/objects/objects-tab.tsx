import { S3Client } from "@aws-sdk/client-s3";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import FileDropzone from "@cloudscape-design/components/file-dropzone";
import Icon from "@cloudscape-design/components/icon";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useLive } from "../../../live/use-live.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { formatTime, toMs } from "../../../text/times.ts";
import { bucketPath, objectPath, objectUrl, s3Uri, uploadPath } from "../paths.ts";
import { CopyDialog, RenameDialog } from "./copy-dialog.tsx";
import { type Entry, listEntries } from "./list-objects.ts";
import { typeOfKey } from "./object-type.ts";
import { PrefixSearch } from "./prefix-search.tsx";
import { useDeleteObjects } from "./remove-objects.tsx";
import { useRestoreVersion } from "./restore-version.ts";
import { ShareDialog } from "./share-dialog.tsx";
import { downloadObject, openObject } from "./sign-link.ts";
import { useTotalSize } from "./use-total-size.ts";

interface ObjectsTabProps {
  readonly bucket: string;
  readonly prefix: string;
  readonly isVersioned: boolean;
}

export function ObjectsTab({ bucket, prefix, isVersioned }: ObjectsTabProps) {
  const client = useClient(S3Client);
  const navigate = useNavigate();
  const notify = useNotify();
  const [pages, setPages] = useState(1);
  const [withVersions, setWithVersions] = useState(false);
  const [wanted, setWanted] = useState<string>();
  const [open, setOpen] = useState<{
    readonly kind: "copy" | "move" | "rename" | "share";
    readonly entries: readonly Entry[];
  }>();
  const isDeep = wanted !== undefined;
  const shownPrefix = wanted ?? prefix;
  const listing = useLive(
    `s3/objects/${bucket}/${shownPrefix}/${pages}/${withVersions}/${isDeep}`,
    (signal) => listEntries(client, { bucket, prefix: shownPrefix, pages, withVersions, isDeep }, signal),
    // A thousand come with an answer: many are asked for less often.
    { everyMs: (found) => Math.max(900, (found?.entries.length ?? 0) * 4) },
  );
  const totalSize = useTotalSize(bucket);
  const restore = useRestoreVersion(bucket, listing.refresh);
  const close = () => setOpen(undefined);
  const remove = useDeleteObjects(bucket, isVersioned, listing.refresh);
  const upload = (files: readonly File[]) => void navigate(uploadPath(bucket, prefix), { state: { files } });
  const copy = (text: string) => {
    void navigator.clipboard?.writeText(text);
    notify.success(`Copied ${text}`);
  };
  const tryTo = (work: Promise<void>) =>
    work.catch((error: unknown) => notify.error("The object could not be read", error));

  return (
    <SpaceBetween size="m">
      <PrefixSearch
        key={prefix}
        initial={prefix}
        isOn={isDeep}
        onChange={(next) => {
          setPages(1);
          setWanted(next);
        }}
      />
      <ResourceTable
        id="s3.objects"
        title="Objects"
        noun="objects"
        live={{ ...listing, data: listing.data?.entries }}
        description="Objects are the fundamental entities stored in Amazon S3."
        searchPlaceholder="Find objects by name"
        filters={[{ id: "type", label: "Type", value: ({ key }) => typeOfKey(key) }]}
        columns={withVersions ? versionColumns(bucket) : toColumns(bucket)}
        rowId={({ key, versionId = "" }) => `${key}\n${versionId}`}
        rowName={({ name }) => name}
        select="multi"
        empty={{
          text: prefix ? "This folder is empty." : "You don't have any objects in this bucket.",
          action: <RouteButton href={uploadPath(bucket, prefix)}>Upload</RouteButton>,
        }}
        actions={(selected) => {
          const [first] = selected;
          const one = selected.length === 1 && first && !first.isFolder && !first.isDeleteMarker ? first : undefined;
          const areCopied = selected.length > 0 && selected.every(({ isDeleteMarker }) => !isDeleteMarker);
          return (
            <>
              <Button disabled={!one} onClick={() => one && tryTo(downloadObject(client, { bucket, ...one }))}>
                Download
              </Button>
              <Button disabled={!one} onClick={() => one && tryTo(openObject(client, { bucket, ...one }))}>
                Open
              </Button>
              <Button disabled={selected.length === 0} onClick={() => void remove(selected)}>
                Delete
              </Button>
              <ButtonDropdown
                items={[
                  { id: "share", text: "Share with a presigned URL", disabled: !one },
                  { id: "size", text: "Calculate total size", disabled: selected.length === 0 },
                  { id: "copy", text: "Copy", disabled: !areCopied },
                  { id: "move", text: "Move", disabled: !areCopied },
                  { id: "rename", text: "Rename", disabled: selected.length !== 1 || !areCopied },
                  ...(withVersions
                    ? [{ id: "restore", text: "Restore version", disabled: !first?.versionId || selected.length !== 1 }]
                    : []),
                  { id: "uri", text: "Copy S3 URI", disabled: selected.length !== 1 },
                  { id: "url", text: "Copy URL", disabled: !one },
                  { id: "folder", text: "Create folder" },
                ]}
                onItemClick={({ detail }) => {
                  if (detail.id === "uri" && first) copy(s3Uri(bucket, first.key));
                  if (detail.id === "url" && one) copy(objectUrl(bucket, one.key));
                  if (detail.id === "size") void totalSize(selected);
                  if (detail.id === "restore" && first) void restore(first);
                  if (isDialog(detail.id)) setOpen({ kind: detail.id, entries: selected });
                  if (detail.id === "folder") void navigate(createFolderPath(bucket, prefix));
                }}
              >
                Actions
              </ButtonDropdown>
              <RouteButton href={createFolderPath(bucket, prefix)}>Create folder</RouteButton>
              <RouteButton variant="primary" href={uploadPath(bucket, prefix)}>
                Upload
              </RouteButton>
            </>
          );
        }}
        footer={
          (listing.data?.isCut || isVersioned) && (
            <SpaceBetween size="s">
              {listing.data?.isCut && (
                <Box textAlign="center">
                  <Button onClick={() => setPages(pages + 1)}>Show more objects</Button>
                </Box>
              )}
              {isVersioned && (
                <Toggle checked={withVersions} onChange={({ detail }) => setWithVersions(detail.checked)}>
                  Show versions
                </Toggle>
              )}
            </SpaceBetween>
          )
        }
      />
      {(open?.kind === "copy" || open?.kind === "move") && (
        <CopyDialog
          {...{ bucket, prefix, entries: open.entries, kind: open.kind }}
          onClose={close}
          onChange={listing.refresh}
        />
      )}
      {open?.kind === "rename" && open.entries[0] && (
        <RenameDialog bucket={bucket} entry={open.entries[0]} onClose={close} onChange={listing.refresh} />
      )}
      {open?.kind === "share" && open.entries[0] && (
        <ShareDialog target={{ bucket, ...open.entries[0] }} onClose={close} />
      )}
      <FileDropzone onChange={({ detail }) => upload(detail.value)}>
        <Box color="text-body-secondary" textAlign="center">
          Drop files here to upload them to {prefix ? `folder ${prefix}` : `bucket ${bucket}`}.
        </Box>
      </FileDropzone>
    </SpaceBetween>
  );
}

function isDialog(id: string): id is "copy" | "move" | "rename" | "share" {
  return ["copy", "move", "rename", "share"].includes(id);
}

function createFolderPath(bucket: string, prefix: string): string {
  return `/console/s3/buckets/${bucket}/create-folder${prefix && `?${new URLSearchParams({ prefix })}`}`;
}

function toColumns(bucket: string): readonly Column<Entry>[] {
  return [
    {
      id: "name",
      header: "Name",
      cell: (entry) => <EntryLink bucket={bucket} entry={entry} />,
      value: ({ name }) => name,
      width: 360,
      minWidth: 230,
    },
    {
      id: "type",
      header: "Type",
      cell: ({ key }) => typeOfKey(key),
      value: ({ key }) => typeOfKey(key),
      width: 110,
      minWidth: 100,
    },
    {
      id: "modified",
      header: "Last modified",
      cell: ({ modified }) => formatTime(modified),
      value: ({ modified }) => toMs(modified),
      width: 270,
      minWidth: 262,
    },
    {
      id: "size",
      header: "Size",
      cell: ({ sizeBytes }) => formatBytes(sizeBytes),
      value: ({ sizeBytes = -1 }) => sizeBytes,
      width: 110,
    },
    {
      id: "class",
      header: "Storage class",
      cell: ({ storageClass }) => storageClass ?? "-",
      value: ({ storageClass }) => storageClass,
      width: 140,
    },
  ];
}

function versionColumns(bucket: string): readonly Column<Entry>[] {
  const [name, type, ...rest] = toColumns(bucket);
  return [
    name!,
    {
      ...type!,
      cell: ({ key, isDeleteMarker }) => (isDeleteMarker ? "Delete marker" : typeOfKey(key)),
    },
    {
      id: "version",
      header: "Version ID",
      cell: ({ versionId, isLatest }) => (versionId ? `${versionId}${isLatest ? " (Current version)" : ""}` : "-"),
      value: ({ versionId }) => versionId,
      width: 330,
    },
    ...rest,
  ];
}

function EntryLink({ bucket, entry }: { bucket: string; entry: Entry }) {
  const { key, name, isFolder } = entry;
  return (
    <>
      <Icon name={isFolder ? "folder" : "file"} />{" "}
      <RouteLink href={isFolder ? bucketPath(bucket, key) : objectPath(bucket, key)}>{name}</RouteLink>
    </>
  );
}
