import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { checkJson } from "../../../form/checks.ts";
import { Field } from "../../../form/field.tsx";
import type { InputKind, TargetForm } from "./target-form.ts";

interface InputFieldsProps {
  readonly form: TargetForm;
  readonly change: (part: Partial<TargetForm>) => void;
}

/** "Configure target input": what the target is sent of the event. */
export function InputFields({ form, change }: InputFieldsProps) {
  return (
    <SpaceBetween size="l">
      <FormField
        label="Configure target input"
        description="You can customize the text from an event before EventBridge passes the event to the target of a rule."
      >
        <Select
          ariaLabel="Configure target input"
          options={kinds}
          selectedOption={kinds.find(({ value }) => value === form.input) ?? null}
          onChange={({ detail }) => change({ input: detail.selectedOption.value as InputKind })}
        />
      </FormField>
      {form.input === "part" && (
        <Field
          label="Part of the matched event"
          description="A JSONPath: $.detail is the event's detail."
          problem={form.path.startsWith("$") ? undefined : "A path begins with $."}
        >
          <Input value={form.path} spellcheck={false} onChange={({ detail }) => change({ path: detail.value })} />
        </Field>
      )}
      {form.input === "constant" && (
        <Field
          label="JSON text"
          description="The target is always sent this."
          problem={checkJson(form.constant)}
          stretch
        >
          <Textarea
            value={form.constant}
            rows={5}
            spellcheck={false}
            onChange={({ detail }) => change({ constant: detail.value })}
          />
        </Field>
      )}
      {form.input === "transformer" && (
        <SpaceBetween size="l">
          <Field
            label="Target input transformer: input path"
            description='Names for parts of the event: { "instance": "$.detail.instance-id" }.'
            problem={checkPaths(form.inputPaths)}
            stretch
          >
            <Textarea
              value={form.inputPaths}
              rows={4}
              spellcheck={false}
              onChange={({ detail }) => change({ inputPaths: detail.value })}
            />
          </Field>
          <Field
            label="Template"
            description='What the target is sent, with the names in angle brackets: "The instance <instance> has stopped."'
            problem={form.template.trim() === "" ? "Enter a template." : undefined}
            stretch
          >
            <Textarea
              value={form.template}
              rows={4}
              spellcheck={false}
              onChange={({ detail }) => change({ template: detail.value })}
            />
          </Field>
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}

const kinds = [
  { value: "matched", label: "Matched events" },
  { value: "part", label: "Part of the matched event" },
  { value: "constant", label: "Constant (JSON text)" },
  { value: "transformer", label: "Input transformer" },
];

function checkPaths(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  const wrong = checkJson(text);
  if (wrong) return wrong;
  const paths = Object.values(JSON.parse(text) as object);
  return paths.every((path) => typeof path === "string" && path.startsWith("$"))
    ? undefined
    : "Each name needs a path that begins with $.";
}
