import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Field } from "../../../form/field.tsx";
import { checkAlarmName } from "./alarm.ts";

interface NameSectionProps {
  readonly name: string;
  readonly description: string;
  readonly onChange: (change: { readonly name?: string; readonly description?: string }) => void;
  /** The name of one that is there stays. */
  readonly isNew: boolean;
}

/** What an alarm of either kind is called. */
export function NameSection({ name, description, onChange, isNew }: NameSectionProps) {
  return (
    <Container header={<Header variant="h2">Name and description</Header>}>
      <SpaceBetween size="l">
        {isNew && (
          <Field label="Alarm name" problem={checkAlarmName(name)}>
            <Input value={name} spellcheck={false} onChange={({ detail }) => onChange({ name: detail.value })} />
          </Field>
        )}
        <Field
          label="Alarm description - optional"
          problem={description.length > 1_024 ? "A description has up to 1,024 characters." : undefined}
        >
          <Input value={description} onChange={({ detail }) => onChange({ description: detail.value })} />
        </Field>
      </SpaceBetween>
    </Container>
  );
}
