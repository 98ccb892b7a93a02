import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { TextEditor } from "../../../form/code-editor.tsx";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { checkEventJson, checkEventName, eventNameRule, toEventJson } from "./saved-events.ts";
import { templates } from "./templates.ts";

interface NewEventDialogProps {
  readonly onSave: (name: string, json: string) => void;
  readonly onClose: () => void;
}

/** What Test asks for where no event is saved yet. */
export function NewEventDialog({ onSave, onClose }: NewEventDialogProps) {
  const [name, setName] = useState("");
  const [template, setTemplate] = useState(templates[0]!);
  const [json, setJson] = useState(() => toEventJson(template.event));
  const nameError = checkEventName(name, {});
  const jsonError = checkEventJson(json);
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
      <FormField label="Template - optional">
        <Select
          ariaLabel="Template"
          options={templates.map(({ id, label }) => ({ value: id, label, description: id }))}
          selectedOption={{ value: template.id, label: template.label }}
          filteringType="auto"
          onChange={({ detail }) => {
            const chosen = templates.find(({ id }) => id === detail.selectedOption.value) ?? template;
            setTemplate(chosen);
            setJson(toEventJson(chosen.event));
          }}
        />
      </FormField>
      <Field label="Event JSON" stretch problem={jsonError}>
        <TextEditor value={json} language="json" ariaLabel="Event JSON" onChange={setJson} heightPixels={200} />
      </Field>
    </EditDialog>
  );
}
