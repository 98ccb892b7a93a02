import { CreateImageCommand, EC2Client } from "@aws-sdk/client-ec2";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

/** Of an instance: a snapshot of each of its volumes, and an image of those. */
export function CreateImage({ instanceId, onClose }: { readonly instanceId: string; readonly onClose: () => void }) {
  const client = useClient(EC2Client);
  const notify = useNotify();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const create = useAction(async () => {
    const asked = new CreateImageCommand({ InstanceId: instanceId, Name: name, Description: description || undefined });
    const { ImageId } = await client.send(asked);
    notify.success(`AMI ${ImageId} is being created from ${instanceId}.`);
  });
  return (
    <EditDialog
      title={`Create image of ${instanceId}`}
      action={create}
      submit="Create image"
      failed="The image could not be created"
      onClose={onClose}
    >
      <Field label="Image name" problem={name.length < 3 ? "Enter a name of 3 to 128 characters." : undefined}>
        <Input value={name} spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
      </Field>
      <Field label="Image description - optional" problem={undefined}>
        <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
      </Field>
    </EditDialog>
  );
}
