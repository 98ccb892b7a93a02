import { IAMClient } from "@aws-sdk/client-iam";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { useAction } from "../../../live/use-action.ts";
import { parseDocument } from "../../../policy/policy-document.ts";
import { PolicyField } from "../../../policy/policy-field.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { initialDocument } from "../initial-document.ts";
import { type PolicyHolder, putInlinePolicy } from "./holder.ts";

interface InlineDialogProps {
  readonly holder: PolicyHolder;
  readonly onClose: () => void;
  readonly onChange: () => void;
}

export function InlineDialog({ holder, onClose, onChange }: InlineDialogProps) {
  const client = useClient(IAMClient);
  const notify = useNotify();
  const [name, setName] = useState("");
  const [document, setDocument] = useState(initialDocument);
  const create = useAction(async () => {
    await putInlinePolicy(client, holder, name, document);
    notify.success(`Policy ${name} was created.`);
    onChange();
  });
  return (
    <EditDialog
      title={`Create inline policy of ${holder.name}`}
      size="max"
      submit="Create policy"
      action={create}
      failed="The policy could not be created"
      canSubmit={name !== "" && parseDocument(document) !== undefined}
      onClose={onClose}
    >
      <FormField label="Policy name">
        <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FormField label="Policy document" stretch>
        <PolicyField document={document} onChange={setDocument} />
      </FormField>
    </EditDialog>
  );
}
