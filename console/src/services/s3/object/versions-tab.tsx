import { type ObjectVersion, S3Client } from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import type { Live } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { formatTime, toMs } from "../../../text/times.ts";
import { useDeleteObjects } from "../objects/remove-objects.tsx";
import { useRestoreVersion } from "../objects/restore-version.ts";
import { downloadObject } from "../objects/sign-link.ts";

export function VersionsTab({ bucket, versions }: { bucket: string; versions: Live<readonly ObjectVersion[]> }) {
  const client = useClient(S3Client);
  const remove = useDeleteObjects(bucket, true, versions.refresh);
  const restore = useRestoreVersion(bucket, versions.refresh);
  return (
    <ResourceTable
      id="s3.object-versions"
      title="Versions"
      noun="versions"
      live={versions}
      columns={columns}
      rowId={({ VersionId = "" }) => VersionId}
      select="single"
      empty={{ text: "No versions." }}
      actions={([selected]) => (
        <>
          <Button
            disabled={!selected}
            onClick={() =>
              selected &&
              void downloadObject(client, { bucket, key: selected.Key ?? "", versionId: selected.VersionId })
            }
          >
            Download
          </Button>
          <Button
            disabled={!selected || selected.IsLatest}
            onClick={() => selected && void restore({ key: selected.Key ?? "", versionId: selected.VersionId })}
          >
            Restore
          </Button>
          <Button
            disabled={!selected}
            onClick={() =>
              selected &&
              void remove([
                {
                  key: selected.Key ?? "",
                  name: `${selected.Key} (${selected.VersionId})`,
                  isFolder: false,
                  versionId: selected.VersionId,
                },
              ])
            }
          >
            Delete
          </Button>
        </>
      )}
    />
  );
}

const columns: readonly Column<ObjectVersion>[] = [
  {
    id: "version",
    header: "Version ID",
    cell: ({ VersionId, IsLatest }) => `${VersionId}${IsLatest ? " (Current version)" : ""}`,
    value: ({ VersionId }) => VersionId,
    width: 380,
  },
  {
    id: "modified",
    header: "Last modified",
    cell: ({ LastModified }) => formatTime(LastModified),
    value: ({ LastModified }) => toMs(LastModified),
    width: 300,
  },
  { id: "size", header: "Size", cell: ({ Size }) => formatBytes(Size), value: ({ Size }) => Size, width: 110 },
  {
    id: "class",
    header: "Storage class",
    cell: ({ StorageClass }) => StorageClass,
    value: ({ StorageClass }) => StorageClass,
    width: 140,
  },
];
