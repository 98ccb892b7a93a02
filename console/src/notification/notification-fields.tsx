import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Multiselect from "@cloudscape-design/components/multiselect";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Field } from "../form/field.tsx";
import { eventTypeLabel, eventTypes } from "./event-types.ts";

/** Which events of a bucket are sent on. */
export interface NotificationFilter {
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

export const everyUpload: NotificationFilter = { events: ["s3:ObjectCreated:*"], prefix: "", suffix: "" };

interface NotificationFieldsProps {
  readonly filter: NotificationFilter;
  readonly onChange: (filter: NotificationFilter) => void;
}

/** Event types, prefix and suffix: the same whether one comes from the function or from the bucket. */
export function NotificationFields({ filter, onChange }: NotificationFieldsProps) {
  return (
    <SpaceBetween size="l">
      <Field
        label="Event types"
        description="Select the events that are sent. You can optionally set up a prefix or suffix for an event. However, for each bucket, individual events cannot have multiple configurations with overlapping prefixes or suffixes that could match the same object key."
        problem={filter.events.length === 0 ? "Choose at least one event type." : undefined}
      >
        <Multiselect
          ariaLabel="Event types"
          placeholder="Choose event types"
          options={options}
          selectedOptions={filter.events.map((value) => ({ value, label: eventTypeLabel(value) }))}
          onChange={({ detail }) =>
            onChange({ ...filter, events: detail.selectedOptions.map(({ value = "" }) => value) })
          }
        />
      </Field>
      <FormField
        label="Prefix - optional"
        description="Limit the notifications to objects with key starting with specified characters."
      >
        <Input
          value={filter.prefix}
          placeholder="images/"
          spellcheck={false}
          onChange={({ detail }) => onChange({ ...filter, prefix: detail.value })}
        />
      </FormField>
      <FormField
        label="Suffix - optional"
        description="Limit the notifications to objects with key ending with specified characters."
      >
        <Input
          value={filter.suffix}
          placeholder=".jpg"
          spellcheck={false}
          onChange={({ detail }) => onChange({ ...filter, suffix: detail.value })}
        />
      </FormField>
    </SpaceBetween>
  );
}

const options = Object.entries(Object.groupBy(eventTypes, ({ group }) => group)).map(([label, types = []]) => ({
  label,
  options: types.map((type) => ({ value: type.value, label: type.label, description: type.value })),
}));
