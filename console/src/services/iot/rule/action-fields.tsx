import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { DescribedFields } from "../../../described/described-fields.tsx";
import { Field } from "../../../form/field.tsx";
import { actionKinds } from "./action-kinds.ts";
import { type ActionForm, initialValues, kindOf } from "./rule-form.ts";

interface ActionFieldsProps {
  /** "Action 1", "Error action". */
  readonly title: string;
  readonly action: ActionForm;
  readonly onChange: (action: ActionForm) => void;
  readonly onRemove: (() => void) | undefined;
}

const options = actionKinds.map(({ value, label }) => ({ value: value as string, label }));

/** One action of a rule: its kind, and what that needs. */
export function ActionFields({ title, action, onChange, onRemove }: ActionFieldsProps) {
  const { kind, values } = action;
  const known = kindOf(kind);
  const shown =
    known && !options.some(({ value }) => value === kind) ? [...options, { value: kind, label: kind }] : options;
  return (
    <Container
      header={
        <Header variant="h3" actions={onRemove && <Button onClick={onRemove}>Remove</Button>}>
          {title}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Field label="Action" problem={known ? undefined : "Choose an action."}>
          <Select
            ariaLabel={`${title}: kind`}
            placeholder="Choose an action"
            options={shown}
            selectedOption={shown.find(({ value }) => value === kind) ?? null}
            onChange={({ detail }) => {
              const chosen = detail.selectedOption.value ?? "";
              onChange({ ...action, kind: chosen, values: initialValues(chosen) });
            }}
          />
        </Field>
        {known && (
          <DescribedFields
            key={kind}
            fields={known.fields}
            values={values}
            onChange={(next) => onChange({ ...action, values: next })}
          />
        )}
      </SpaceBetween>
    </Container>
  );
}
