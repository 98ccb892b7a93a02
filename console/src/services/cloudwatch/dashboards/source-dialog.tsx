import { lazy, Suspense, useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { sourceProblem } from "./dashboard-body.ts";

const TextEditor = lazy(async () => ({ default: (await import("../../../form/code-editor.tsx")).TextEditor }));

interface SourceDialogProps {
  readonly source: string;
  readonly onSave: (source: string) => void;
  readonly onClose: () => void;
}

/** The dashboard as JSON, as PutDashboard takes it. */
export function SourceDialog({ source, onSave, onClose }: SourceDialogProps) {
  const [text, setText] = useState(source);
  const update = useAction(async () => onSave(text));
  return (
    <EditDialog
      title="Dashboard source"
      size="max"
      submit="Update"
      action={update}
      failed="The source could not be taken over"
      onClose={onClose}
    >
      <Field label="Source" stretch problem={sourceProblem(text)}>
        <Suspense fallback={null}>
          <TextEditor value={text} language="json" ariaLabel="Source" heightPixels={420} onChange={setText} />
        </Suspense>
      </Field>
    </EditDialog>
  );
}
