import { useState } from "react";
import { EditDialog } from "../form/edit-dialog.tsx";
import { useAction } from "../live/use-action.ts";
import { useNotify } from "../shell/notifications.tsx";
import { DescribedFields } from "./described-fields.tsx";
import type { Values } from "./field-checks.ts";
import type { FieldDescription } from "./field-description.ts";

export interface FieldsDialogProps {
  readonly title: string;
  readonly fields: readonly FieldDescription[];
  readonly initial: Values;
  readonly submit?: string;
  readonly failed: string;
  readonly done: string | ((values: Values) => string);
  readonly save: (values: Values) => Promise<unknown>;
  readonly onSaved?: () => void;
  readonly onClose: () => void;
}

/** A small form over the page, from its fields' descriptions. */
export function FieldsDialog({ title, fields, initial, submit, failed, done, save, ...told }: FieldsDialogProps) {
  const notify = useNotify();
  const [values, setValues] = useState(initial);
  const action = useAction(async () => {
    await save(values);
    notify.success(typeof done === "string" ? done : done(values));
    told.onSaved?.();
  });
  const isLarge = fields.some(({ kind }) => kind === "code" || kind === "pairs");
  return (
    <EditDialog
      title={title}
      action={action}
      submit={submit}
      failed={failed}
      size={isLarge ? "large" : undefined}
      onClose={told.onClose}
    >
      <DescribedFields fields={fields} values={values} onChange={setValues} />
    </EditDialog>
  );
}
