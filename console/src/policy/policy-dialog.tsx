import { useState } from "react";
import { EditDialog } from "../form/edit-dialog.tsx";
import { Field } from "../form/field.tsx";
import { useAction } from "../live/use-action.ts";
import { checkDocument } from "./policy-document.ts";
import { PolicyField } from "./policy-field.tsx";

interface PolicyDialogProps {
  readonly title: string;
  readonly document: string;
  readonly save: (document: string) => Promise<unknown>;
  readonly onClose: () => void;
  readonly hasVisual?: boolean;
}

/** A policy in the editor, with what it says in words below. */
export function PolicyDialog({ title, document, save, onClose, hasVisual }: PolicyDialogProps) {
  const [text, setText] = useState(document);
  const action = useAction(() => save(text));
  return (
    <EditDialog title={title} size="max" action={action} failed="The policy could not be saved" onClose={onClose}>
      <Field stretch problem={checkDocument(text)}>
        <PolicyField document={text} onChange={setText} hasVisual={hasVisual} />
      </Field>
    </EditDialog>
  );
}
