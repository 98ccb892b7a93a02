import {
  CreateSnapshotCommand,
  DeleteVolumeCommand,
  DetachVolumeCommand,
  EC2Client,
  paginateDescribeVolumes,
  type Volume,
} from "@aws-sdk/client-ec2";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { useState } from "react";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import { onlyOf } from "../../../table/only-of.ts";
import type { Column } from "../../../table/resource-table.tsx";
import { nameOf } from "../names.ts";
import { instancePath } from "../paths.ts";
import { AttachVolume } from "../volumes/attach-volume.tsx";
import { ModifyVolume } from "../volumes/modify-volume.tsx";

/** More than a page shows or a user reads. */
const mostVolumes = 2_000;

export function Component() {
  const several = useSeveral();
  const client = useClient(EC2Client);
  const confirmed = useConfirmed();
  const notify = useNotify();
  const volumes = useLive("ec2/volumes", async (signal) => {
    const found: Volume[] = [];
    for await (const { Volumes = [] } of paginateDescribeVolumes({ client }, { MaxResults: 500 })) {
      signal.throwIfAborted();
      found.push(...Volumes);
      if (found.length >= mostVolumes) break;
    }
    return found;
  });
  const remove = ({ VolumeId = "" }: Volume) =>
    confirmed(
      { title: `Delete ${VolumeId}?`, body: <>Its data is gone. Snapshots of it stay.</>, action: "Delete" },
      () => client.send(new DeleteVolumeCommand({ VolumeId })),
      {
        done: `Volume ${VolumeId} is being deleted.`,
        failed: `${VolumeId} could not be deleted`,
        onChange: volumes.refresh,
      },
    );
  const takeSnapshot = async ({ VolumeId = "" }: Volume) => {
    try {
      const { SnapshotId } = await client.send(new CreateSnapshotCommand({ VolumeId }));
      notify.success(`Successfully created snapshot ${SnapshotId} from volume ${VolumeId}.`);
    } catch (error) {
      notify.error(`No snapshot of ${VolumeId} could be created`, error);
    }
  };
  const detach = ({ VolumeId = "", Attachments = [] }: Volume) =>
    confirmed(
      {
        title: `Detach ${VolumeId}?`,
        body: <>The instance does not have it any more. Its data stay.</>,
        action: "Detach",
      },
      () => client.send(new DetachVolumeCommand({ VolumeId, InstanceId: Attachments[0]?.InstanceId })),
      {
        done: `Volume ${VolumeId} is being detached.`,
        failed: `${VolumeId} could not be detached`,
        onChange: volumes.refresh,
      },
    );
  const [dialog, setDialog] = useState<{ readonly kind: string; readonly volume: Volume }>();
  const act = (kind: string, volume: Volume) => {
    if (kind === "snapshot") void takeSnapshot(volume);
    else if (kind === "detach") void detach(volume);
    else setDialog({ kind, volume });
  };
  const close = () => setDialog(undefined);
  return (
    <ListPage<Volume>
      id="ec2.volumes"
      title="Volumes"
      noun="volumes"
      feature="EC2"
      live={volumes}
      columns={columns}
      rowId={({ VolumeId = "" }) => VolumeId}
      select="multi"
      sortBy={{ column: "id" }}
      filters={[{ id: "state", label: "Volume state", value: ({ State = "" }) => State }]}
      create={{ text: "Create volume", href: "/console/ec2/create-volume" }}
      empty="No volumes. You currently have no volumes in this region."
      actions={(chosen, selected = onlyOf(chosen)) => (
        <ButtonDropdown
          disabled={chosen.length === 0}
          items={[
            { id: "modify", text: "Modify volume", disabled: !selected },
            { id: "snapshot", text: "Create snapshot", disabled: !selected },
            { id: "attach", text: "Attach volume", disabled: selected?.State !== "available" },
            { id: "detach", text: "Detach volume", disabled: selected?.State !== "in-use" },
            { id: "delete", text: "Delete volume", disabled: chosen.some(({ State }) => State !== "available") },
          ]}
          onItemClick={({ detail }) => {
            if (detail.id === "delete") void several(chosen, "volumes", remove);
            else if (selected) act(detail.id, selected);
          }}
        >
          Actions
        </ButtonDropdown>
      )}
    >
      {dialog?.kind === "modify" && <ModifyVolume volume={dialog.volume} onClose={close} onDone={volumes.refresh} />}
      {dialog?.kind === "attach" && <AttachVolume volume={dialog.volume} onClose={close} onDone={volumes.refresh} />}
    </ListPage>
  );
}

const columns: readonly Column<Volume>[] = [
  { id: "name", header: "Name", cell: (each) => nameOf(each) || "-", value: nameOf, width: 150 },
  { id: "id", header: "Volume ID", cell: ({ VolumeId }) => VolumeId, value: ({ VolumeId }) => VolumeId, width: 210 },
  {
    id: "type",
    header: "Type",
    cell: ({ VolumeType }) => VolumeType,
    value: ({ VolumeType }) => VolumeType,
    width: 90,
  },
  { id: "size", header: "Size", cell: ({ Size }) => `${Size} GiB`, value: ({ Size }) => Size, width: 110 },
  { id: "state", header: "Volume state", cell: ({ State }) => State, value: ({ State }) => State, width: 130 },
  {
    id: "zone",
    header: "Availability Zone",
    cell: ({ AvailabilityZone }) => AvailabilityZone,
    value: ({ AvailabilityZone }) => AvailabilityZone,
    width: 150,
  },
  {
    id: "attached",
    header: "Attached resources",
    cell: ({ Attachments = [] }) =>
      Attachments.length === 0
        ? "-"
        : Attachments.map(({ InstanceId = "", Device }) => (
            <div key={InstanceId}>
              <RouteLink href={instancePath(InstanceId)}>{InstanceId}</RouteLink>: {Device}
            </div>
          )),
    value: ({ Attachments = [] }) => Attachments.map(({ InstanceId }) => InstanceId).join(" "),
    width: 270,
  },
];
