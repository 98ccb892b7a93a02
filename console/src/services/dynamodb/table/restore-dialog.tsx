import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { tablePath } from "../paths.ts";

interface RestoreDialogProps {
  readonly title: string;
  readonly suggested: string;
  readonly restore: (table: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Into a new table, whose name is asked for. */
export function RestoreDialog({ title, suggested, restore, onClose }: RestoreDialogProps) {
  const navigate = useNavigate();
  const [name, setName] = useState(suggested);
  const action = useAction(async () => {
    await restore(name);
    await navigate(tablePath(name));
  });
  return (
    <EditDialog
      title={title}
      action={action}
      submit="Restore"
      failed="The table could not be restored"
      onClose={onClose}
    >
      <Field
        label="Name of restored table"
        constraintText="A new table: its stream, tags, time to live and policies are not restored."
        problem={/^[\w.-]{3,255}$/.test(name) ? undefined : "Enter a name, of 3 characters at least."}
      >
        <Input value={name} spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
      </Field>
    </EditDialog>
  );
}
