import { AttachVolumeCommand, DescribeInstancesCommand, EC2Client, type Volume } from "@aws-sdk/client-ec2";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { nameOf } from "../names.ts";

interface DialogProps {
  readonly volume: Volume;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** To an instance of the volume's zone. */
export function AttachVolume({ volume, onClose, onDone }: DialogProps) {
  const client = useClient(EC2Client);
  const notify = useNotify();
  const [instanceId, setInstanceId] = useState("");
  const [device, setDevice] = useState("/dev/sdf");
  const { AvailabilityZone = "", VolumeId = "" } = volume;
  const instances = useLive(`ec2/attachable/${AvailabilityZone}`, async (abortSignal) => {
    const Filters = [
      { Name: "availability-zone", Values: [AvailabilityZone] },
      { Name: "instance-state-name", Values: ["running", "stopped"] },
    ];
    const { Reservations = [] } = await client.send(new DescribeInstancesCommand({ Filters }), { abortSignal });
    return Reservations.flatMap(({ Instances = [] }) => Instances);
  });
  const attach = useAction(async () => {
    await client.send(new AttachVolumeCommand({ VolumeId, InstanceId: instanceId, Device: device }));
    notify.success(`Volume ${VolumeId} is being attached to ${instanceId}.`);
    onDone();
  });
  const options = (instances.data ?? []).map((instance) => ({
    value: instance.InstanceId,
    label: instance.InstanceId,
    description: [nameOf(instance), instance.State?.Name].filter(Boolean).join(", "),
  }));
  return (
    <EditDialog
      title={`Attach ${VolumeId}`}
      action={attach}
      submit="Attach volume"
      failed="The volume could not be attached"
      onClose={onClose}
    >
      <Field
        label="Instance"
        description={`Only instances in ${AvailabilityZone} are displayed.`}
        problem={instanceId === "" ? "Choose an instance." : undefined}
      >
        <Select
          selectedOption={options.find(({ value }) => value === instanceId) ?? null}
          options={options}
          placeholder="Select an instance"
          empty="No instance in this zone."
          onChange={({ detail }) => setInstanceId(detail.selectedOption.value ?? "")}
        />
      </Field>
      <Field label="Device name" problem={device === "" ? "Enter a device name." : undefined}>
        <Input value={device} spellcheck={false} onChange={({ detail }) => setDevice(detail.value)} />
      </Field>
    </EditDialog>
  );
}
