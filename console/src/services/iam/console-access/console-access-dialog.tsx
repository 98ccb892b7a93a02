import { IAMClient } from "@aws-sdk/client-iam";
import { useState } from "react";
import { makeWhole } from "../../../form/create.ts";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { changeConsole, enableConsole } from "./enable-console.ts";
import { newPasswordChoice, PasswordFields } from "./password-fields.tsx";

interface ConsoleAccessDialogProps {
  readonly user: string;
  readonly isEnabled: boolean;
  /** With the password, if it was made here and nobody has seen it yet. */
  readonly onSaved: (generated: string | undefined) => void;
  readonly onClose: () => void;
}

/** Enables console access, or sets another password. */
export function ConsoleAccessDialog({ user, isEnabled, onSaved, onClose }: ConsoleAccessDialogProps) {
  const client = useClient(IAMClient);
  const notify = useNotify();
  const [choice, setChoice] = useState(() => newPasswordChoice(isEnabled ? "kept" : "generated"));
  const save = useAction(async () => {
    await makeWhole((made) => (isEnabled ? changeConsole : enableConsole)(client, user, choice, made));
    notify.success(isEnabled ? `Console access of ${user} was changed.` : `${user} can sign in to the console.`);
    onSaved(choice.kind === "generated" ? choice.password : undefined);
  });
  return (
    <EditDialog
      title={isEnabled ? `Manage console access of ${user}` : `Enable console access of ${user}`}
      action={save}
      submit={isEnabled ? "Apply" : "Enable console access"}
      failed="Console access could not be changed"
      onClose={onClose}
    >
      <PasswordFields value={choice} canKeep={isEnabled} onChange={setChoice} />
    </EditDialog>
  );
}
