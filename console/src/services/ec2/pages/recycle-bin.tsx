import {
  EC2Client,
  ListImagesInRecycleBinCommand,
  ListSnapshotsInRecycleBinCommand,
  ListVolumesInRecycleBinCommand,
  RestoreImageFromRecycleBinCommand,
  RestoreSnapshotFromRecycleBinCommand,
  RestoreVolumeFromRecycleBinCommand,
} from "@aws-sdk/client-ec2";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatTime } from "../../../text/times.ts";

interface Binned {
  readonly id: string;
  readonly type: "EBS snapshot" | "EBS volume" | "AMI";
  readonly about: string;
  readonly enteredMs: number | undefined;
  readonly exitsMs: number | undefined;
}

/** What was deleted and is kept by a retention rule. */
export function Component() {
  const several = useSeveral();
  const client = useClient(EC2Client);
  const confirmed = useConfirmed();
  const live = useLive("ec2/recycle-bin", async (abortSignal): Promise<Binned[]> => {
    const page = { MaxResults: 1_000 };
    const [{ Snapshots = [] }, { Images = [] }, { Volumes = [] }] = await Promise.all([
      client.send(new ListSnapshotsInRecycleBinCommand(page), { abortSignal }),
      client.send(new ListImagesInRecycleBinCommand(page), { abortSignal }),
      client.send(new ListVolumesInRecycleBinCommand({ MaxResults: 500 }), { abortSignal }),
    ]);
    return [
      ...Snapshots.map(
        (each): Binned => ({
          id: each.SnapshotId ?? "",
          type: "EBS snapshot",
          about: [each.VolumeId, each.Description].filter(Boolean).join(" "),
          enteredMs: each.RecycleBinEnterTime?.getTime(),
          exitsMs: each.RecycleBinExitTime?.getTime(),
        }),
      ),
      ...Volumes.map(
        (each): Binned => ({
          id: each.VolumeId ?? "",
          type: "EBS volume",
          about: `${each.Size} GiB ${each.VolumeType}`,
          enteredMs: each.RecycleBinEnterTime?.getTime(),
          exitsMs: each.RecycleBinExitTime?.getTime(),
        }),
      ),
      ...Images.map(
        (each): Binned => ({
          id: each.ImageId ?? "",
          type: "AMI",
          about: [each.Name, each.Description].filter(Boolean).join(" "),
          enteredMs: each.RecycleBinEnterTime?.getTime(),
          exitsMs: each.RecycleBinExitTime?.getTime(),
        }),
      ),
    ];
  });
  const recover = ({ id, type }: Binned) =>
    confirmed(
      { title: `Recover ${id}?`, body: <>It is there again as it was.</>, action: "Recover" },
      () =>
        type === "AMI"
          ? client.send(new RestoreImageFromRecycleBinCommand({ ImageId: id }))
          : type === "EBS volume"
            ? client.send(new RestoreVolumeFromRecycleBinCommand({ VolumeId: id }))
            : client.send(new RestoreSnapshotFromRecycleBinCommand({ SnapshotId: id })),
      { done: `${id} is recovered.`, failed: `${id} could not be recovered`, onChange: live.refresh },
    );
  return (
    <ListPage<Binned>
      id="ec2.recycle-bin"
      title="Recycle Bin"
      noun="resources"
      feature="EC2"
      live={live}
      columns={columns}
      rowId={({ id }) => id}
      select="multi"
      sortBy={{ column: "entered", descending: true }}
      filters={[{ id: "type", label: "Resource type", value: ({ type }) => type }]}
      create={{ text: "Create retention rule", href: "/console/ec2/create-retention-rule" }}
      empty="No resources. What is deleted comes here if a retention rule is for it."
      actions={(chosen) => (
        <Button disabled={chosen.length === 0} onClick={() => void several(chosen, "resources", recover)}>
          Recover
        </Button>
      )}
    />
  );
}

const columns: readonly Column<Binned>[] = [
  { id: "id", header: "Resource ID", cell: ({ id }) => id, value: ({ id }) => id, width: 220 },
  { id: "type", header: "Resource type", cell: ({ type }) => type, value: ({ type }) => type, width: 140 },
  {
    id: "entered",
    header: "Entered",
    cell: ({ enteredMs }) => formatTime(enteredMs),
    value: ({ enteredMs }) => enteredMs,
    width: 240,
  },
  {
    id: "exits",
    header: "Expires",
    cell: ({ exitsMs }) => formatTime(exitsMs),
    value: ({ exitsMs }) => exitsMs,
    width: 240,
  },
  { id: "about", header: "Source", cell: ({ about }) => about || "-", value: ({ about }) => about, width: 300 },
];
