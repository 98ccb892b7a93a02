import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { checkJson } from "../../../form/checks.ts";
import { TextEditor } from "../../../form/code-editor.tsx";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { checkEventName, eventNameRule, toEventJson } from "./saved-events.ts";
import { TemplateField } from "./template-field.tsx";
import { templates } from "./templates.ts";

interface NewEventDialogProps {
  readonly onSave: (name: string, json: string) => void;
  readonly onClose: () => void;
}

/** What Test asks for where no event is saved yet. */
export function NewEventDialog({ onSave, onClose }: NewEventDialogProps) {
  const [name, setName] = useState("");
  const [json, setJson] = useState(() => toEventJson(templates[0]!.event));
  const nameError = checkEventName(name, {});
  const jsonError = checkJson(json, "The event");
  const save = useAction(async () => onSave(name, json));
  return (
    <EditDialog
      title="Create new test event"
      submit="Save and test"
      size="large"
      action={save}
      failed="The event could not be saved"
      onClose={onClose}
    >
      <Field
        label="Event name"
        description="The function has no saved test event yet. Test runs the one that you choose last."
        constraintText={eventNameRule}
        problem={nameError}
      >
        <Input
          value={name}
          placeholder="MyEventName"
          autoFocus
          spellcheck={false}
          onChange={({ detail }) => setName(detail.value)}
        />
      </Field>
      <TemplateField onChoose={setJson} />
      <Field label="Event JSON" stretch problem={jsonError}>
        <TextEditor value={json} language="json" ariaLabel="Event JSON" onChange={setJson} heightPixels={200} />
      </Field>
    </EditDialog>
  );
}
