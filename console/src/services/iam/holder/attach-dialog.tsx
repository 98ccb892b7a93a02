import { IAMClient } from "@aws-sdk/client-iam";
import { useState } from "react";
import { makeWhole } from "../../../form/create.ts";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import type { HeldPolicy } from "../../../policy/use-role-policies.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { attachPolicies, type PolicyHolder } from "./holder.ts";
import { PolicyChooser } from "./policy-chooser.tsx";

interface AttachDialogProps {
  readonly holder: PolicyHolder;
  readonly held: readonly HeldPolicy[];
  readonly onClose: () => void;
  readonly onChange: () => void;
}

export function AttachDialog({ holder, held, onClose, onChange }: AttachDialogProps) {
  const client = useClient(IAMClient);
  const notify = useNotify();
  const [arns, setArns] = useState<readonly string[]>([]);
  const attach = useAction(async () => {
    await makeWhole((made) => attachPolicies(client, holder, arns, made));
    notify.success(`Policies have been attached to ${holder.kind} ${holder.name}.`);
    onChange();
  });
  return (
    <EditDialog
      title={`Attach policies to ${holder.name}`}
      size="max"
      submit="Add permissions"
      action={attach}
      failed="The policies could not be attached"
      onClose={onClose}
    >
      <Field stretch problem={arns.length === 0 ? "Choose at least one policy." : undefined}>
        <PolicyChooser hidden={held.flatMap(({ arn }) => arn ?? [])} onChange={setArns} />
      </Field>
    </EditDialog>
  );
}
