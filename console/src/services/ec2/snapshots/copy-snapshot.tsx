import { CopySnapshotCommand, DescribeRegionsCommand, EC2Client } from "@aws-sdk/client-ec2";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { createClients } from "../../../aws/clients.ts";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";

/** To this region or another, whose API is asked for it, as AWS wants it. */
export function CopySnapshot({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const client = useClient(EC2Client);
  const { region, credentials } = useSession();
  const notify = useNotify();
  const [target, setTarget] = useState<string>(region);
  const [description, setDescription] = useState(`[Copied ${id} from ${region}]`);
  const regions = useLive(
    "ec2/regions",
    async (abortSignal) => (await client.send(new DescribeRegionsCommand({}), { abortSignal })).Regions ?? [],
    { everyMs: Number.POSITIVE_INFINITY },
  );
  const copy = useAction(async () => {
    const there = target === region ? client : createClients(credentials, target)(EC2Client);
    const asked = new CopySnapshotCommand({ SourceRegion: region, SourceSnapshotId: id, Description: description });
    const { SnapshotId } = await there.send(asked);
    notify.success(`Snapshot ${id} is being copied to ${SnapshotId} in ${target}.`);
  });
  return (
    <EditDialog
      title={`Copy ${id}`}
      action={copy}
      submit="Copy snapshot"
      failed="The snapshot could not be copied"
      onClose={onClose}
    >
      <Field label="Destination Region" problem={undefined}>
        <Select
          selectedOption={{ value: target, label: target }}
          options={(regions.data ?? []).map(({ RegionName }) => ({ value: RegionName, label: RegionName }))}
          onChange={({ detail }) => setTarget(detail.selectedOption.value ?? region)}
        />
      </Field>
      <Field label="Description" problem={undefined}>
        <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
      </Field>
    </EditDialog>
  );
}
