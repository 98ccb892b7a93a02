import { IAMClient } from "@aws-sdk/client-iam";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { checkIsNew } from "../../../form/create.ts";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { checkDocument } from "../../../policy/policy-document.ts";
import { PolicyField } from "../../../policy/policy-field.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { initialDocument } from "../initial-document.ts";
import { type PolicyHolder, putInlinePolicy, readInlineNames } from "./holder.ts";

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
    await checkIsNew(`an inline policy ${name} of ${holder.name}`, async () =>
      (await readInlineNames(client, holder)).includes(name),
    );
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
      onClose={onClose}
    >
      <Field label="Policy name" problem={checkPolicyName(name)}>
        <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
      </Field>
      <Field stretch problem={checkDocument(document)}>
        <PolicyField document={document} onChange={setDocument} hasVisual />
      </Field>
    </EditDialog>
  );
}

function checkPolicyName(name: string): string | undefined {
  if (name === "") return "Enter a name for the policy.";
  return /^[\w+=,.@-]{1,128}$/.test(name) ? undefined : "Use 1 to 128 letters, digits and +=,.@-_ characters.";
}
