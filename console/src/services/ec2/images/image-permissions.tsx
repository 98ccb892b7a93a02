import { DescribeImageAttributeCommand, EC2Client, ModifyImageAttributeCommand } from "@aws-sdk/client-ec2";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

interface ImagePermissionsProps {
  readonly id: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Who else may launch an image. */
export function ImagePermissions({ id, onClose, onDone }: ImagePermissionsProps) {
  const client = useClient(EC2Client);
  const notify = useNotify();
  const live = useLive(
    `ec2/images/${id}/permissions`,
    async (abortSignal) => {
      const asked = new DescribeImageAttributeCommand({ ImageId: id, Attribute: "launchPermission" });
      const { LaunchPermissions = [] } = await client.send(asked, { abortSignal });
      return {
        isPublic: LaunchPermissions.some(({ Group }) => Group === "all"),
        accounts: LaunchPermissions.flatMap(({ UserId }) => UserId ?? []),
      };
    },
    { everyMs: Number.POSITIVE_INFINITY },
  );
  const before = live.data;
  const [edited, setEdited] = useState<{ isPublic?: boolean; text?: string }>({});
  const isPublic = edited.isPublic ?? before?.isPublic ?? false;
  const text = edited.text ?? before?.accounts.join("\n") ?? "";
  const accounts = text.split(/[\s,]+/).filter((each) => each !== "");
  const save = useAction(async () => {
    const former = before?.accounts ?? [];
    const all = [{ Group: "all" as const }];
    const Add = [
      ...accounts.filter((each) => !former.includes(each)).map((UserId) => ({ UserId })),
      ...(isPublic && !before?.isPublic ? all : []),
    ];
    const Remove = [
      ...former.filter((each) => !accounts.includes(each)).map((UserId) => ({ UserId })),
      ...(!isPublic && before?.isPublic ? all : []),
    ];
    if (Add.length + Remove.length > 0)
      await client.send(new ModifyImageAttributeCommand({ ImageId: id, LaunchPermission: { Add, Remove } }));
    notify.success(`Successfully edited the permissions of ${id}.`);
    onDone();
  });
  return (
    <EditDialog
      title="Edit AMI permissions"
      action={save}
      isReady={before !== undefined}
      failed="The permissions could not be edited"
      onClose={onClose}
    >
      <Field label="AMI availability" problem={undefined}>
        <RadioGroup
          value={isPublic ? "public" : "private"}
          items={[
            { value: "private", label: "Private", description: "This account, and those below." },
            { value: "public", label: "Public", description: "Every account may launch instances of it." },
          ]}
          onChange={({ detail }) => setEdited({ ...edited, isPublic: detail.value === "public" })}
        />
      </Field>
      <Field
        label="Shared accounts"
        description="Account IDs of 12 digits, one a line."
        problem={accounts.every((each) => /^\d{12}$/.test(each)) ? undefined : "An account's ID has 12 digits."}
      >
        <Textarea value={text} rows={4} onChange={({ detail }) => setEdited({ ...edited, text: detail.value })} />
      </Field>
    </EditDialog>
  );
}
