import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { Field } from "../form/field.tsx";
import { checkPattern } from "./event-pattern-field.tsx";

/** Of a mapping and of a pipe. */
const mostFilters = 5;

interface FilterListProps {
  readonly filters: readonly string[];
  readonly onChange: (filters: readonly string[]) => void;
}

/** A record of a queue that matches one of them is sent on, the others are deleted. */
export function FilterList({ filters, onChange }: FilterListProps) {
  return (
    <SpaceBetween size="s">
      {filters.map((filter, index) => (
        <Field
          // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name than their place.
          key={index}
          label={`Filter criteria ${index + 1}`}
          description='What a record must have: { "body": { "colour": ["red"] } }.'
          problem={checkPattern(filter)}
          secondaryControl={
            <Button
              formAction="none"
              ariaLabel={`Remove filter ${index + 1}`}
              onClick={() => onChange(filters.filter((_one, at) => at !== index))}
            >
              Remove
            </Button>
          }
        >
          <Textarea
            value={filter}
            rows={3}
            spellcheck={false}
            onChange={({ detail }) => onChange(filters.map((one, at) => (at === index ? detail.value : one)))}
          />
        </Field>
      ))}
      <Button
        formAction="none"
        disabled={filters.length >= mostFilters}
        onClick={() => onChange([...filters, '{ "body": {} }'])}
      >
        Add filter criteria
      </Button>
    </SpaceBetween>
  );
}
