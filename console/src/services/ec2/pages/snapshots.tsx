import { DeleteSnapshotCommand, EC2Client, paginateDescribeSnapshots, type Snapshot } from "@aws-sdk/client-ec2";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import { onlyOf } from "../../../table/only-of.ts";
import type { Column } from "../../../table/resource-table.tsx";
import { formatTime } from "../../../text/times.ts";
import { nameOf } from "../names.ts";
import { createVolumePath, snapshotPath } from "../paths.ts";

/** More than a page shows or a user reads. */
const mostSnapshots = 2_000;

export function Component() {
  const several = useSeveral();
  const client = useClient(EC2Client);
  const confirmed = useConfirmed();
  const snapshots = useLive("ec2/snapshots", async (signal) => {
    const found: Snapshot[] = [];
    const own = { OwnerIds: ["self"], MaxResults: 1_000 };
    for await (const { Snapshots = [] } of paginateDescribeSnapshots({ client }, own)) {
      signal.throwIfAborted();
      found.push(...Snapshots);
      if (found.length >= mostSnapshots) break;
    }
    return found;
  });
  const remove = ({ SnapshotId = "" }: Snapshot) =>
    confirmed(
      { title: `Delete ${SnapshotId}?`, body: <>Blocks that other snapshots have, too, stay.</>, action: "Delete" },
      () => client.send(new DeleteSnapshotCommand({ SnapshotId })),
      {
        done: `Snapshot ${SnapshotId} deleted.`,
        failed: `${SnapshotId} could not be deleted`,
        onChange: snapshots.refresh,
      },
    );
  return (
    <ListPage<Snapshot>
      id="ec2.snapshots"
      title="Snapshots"
      noun="snapshots"
      feature="EC2"
      live={snapshots}
      columns={columns}
      rowId={({ SnapshotId = "" }) => SnapshotId}
      select="multi"
      sortBy={{ column: "started", descending: true }}
      filters={[{ id: "state", label: "Snapshot status", value: ({ State = "" }) => State }]}
      create={{ text: "Create snapshot from a volume", href: "/console/ec2/volumes" }}
      empty="No snapshots. You currently have no snapshots in this region."
      actions={(chosen, selected = onlyOf(chosen)) => (
        <>
          <RouteButton disabled={selected?.State !== "completed"} href={createVolumePath(selected?.SnapshotId)}>
            Create volume
          </RouteButton>
          <Button disabled={chosen.length === 0} onClick={() => void several(chosen, "snapshots", remove)}>
            Delete snapshot
          </Button>
        </>
      )}
    />
  );
}

const columns: readonly Column<Snapshot>[] = [
  { id: "name", header: "Name", cell: (each) => nameOf(each) || "-", value: nameOf, width: 150 },
  {
    id: "id",
    header: "Snapshot ID",
    cell: ({ SnapshotId = "" }) => <RouteLink href={snapshotPath(SnapshotId)}>{SnapshotId}</RouteLink>,
    value: ({ SnapshotId }) => SnapshotId,
    width: 220,
  },
  {
    id: "size",
    header: "Volume size",
    cell: ({ VolumeSize }) => `${VolumeSize} GiB`,
    value: ({ VolumeSize }) => VolumeSize,
    width: 120,
  },
  {
    id: "volume",
    header: "Volume ID",
    cell: ({ VolumeId }) => VolumeId,
    value: ({ VolumeId }) => VolumeId,
    width: 210,
  },
  { id: "state", header: "Snapshot status", cell: ({ State }) => State, value: ({ State }) => State, width: 140 },
  {
    id: "progress",
    header: "Progress",
    cell: ({ Progress }) => Progress,
    value: ({ Progress }) => Progress,
    width: 100,
  },
  {
    id: "started",
    header: "Started",
    cell: ({ StartTime }) => formatTime(StartTime?.getTime()),
    value: ({ StartTime }) => StartTime?.getTime(),
    width: 260,
  },
  {
    id: "tier",
    header: "Storage tier",
    cell: ({ StorageTier }) => (StorageTier === "archive" ? "Archive" : "Standard"),
    value: ({ StorageTier }) => StorageTier,
    width: 120,
  },
  {
    id: "description",
    header: "Description",
    cell: ({ Description }) => Description || "-",
    value: ({ Description }) => Description,
    width: 260,
  },
];
