import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { toEventJson } from "./saved-events.ts";
import { templates } from "./templates.ts";

interface TemplateFieldProps {
  /** Given the chosen template's event, as text. */
  readonly onChoose: (json: string) => void;
}

/** The events of AWS's services that a test event may begin with. */
export function TemplateField({ onChoose }: TemplateFieldProps) {
  const [template, setTemplate] = useState(templates[0]!);
  return (
    <FormField label="Template - optional">
      <Select
        ariaLabel="Template"
        options={templates.map(({ id, label }) => ({ value: id, label, description: id }))}
        selectedOption={{ value: template.id, label: template.label }}
        filteringType="auto"
        onChange={({ detail }) => {
          const chosen = templates.find(({ id }) => id === detail.selectedOption.value) ?? template;
          setTemplate(chosen);
          onChoose(toEventJson(chosen.event));
        }}
      />
    </FormField>
  );
}
