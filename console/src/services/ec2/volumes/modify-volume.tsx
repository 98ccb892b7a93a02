import { EC2Client, ModifyVolumeCommand, type Volume, type VolumeType } from "@aws-sdk/client-ec2";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type ShapeText, toShape, VolumeShapeFields } from "./volume-shape.tsx";

interface DialogProps {
  readonly volume: Volume;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function ModifyVolume({ volume, onClose, onDone }: DialogProps) {
  const client = useClient(EC2Client);
  const notify = useNotify();
  const [shape, setShape] = useState<ShapeText>({
    kind: volume.VolumeType ?? "gp3",
    size: String(volume.Size ?? ""),
    iops: volume.VolumeType === "gp2" ? "" : String(volume.Iops ?? ""),
    throughput: String(volume.Throughput ?? ""),
  });
  const modify = useAction(async () => {
    const { size, iops, throughput } = toShape(shape);
    await client.send(
      new ModifyVolumeCommand({
        VolumeId: volume.VolumeId,
        VolumeType: shape.kind as VolumeType,
        Size: size,
        Iops: iops,
        Throughput: throughput,
      }),
    );
    notify.success(`Volume ${volume.VolumeId} is being modified.`);
    onDone();
  });
  return (
    <EditDialog
      title={`Modify ${volume.VolumeId}`}
      action={modify}
      submit="Modify"
      failed="The volume could not be modified"
      onClose={onClose}
    >
      <VolumeShapeFields shape={shape} onChange={setShape} />
    </EditDialog>
  );
}
