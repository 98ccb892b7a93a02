import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { typeNames } from "../table/table.ts";
import { type Filter, type FilterTest, filterTests, needsValue } from "./filter.ts";

interface FilterRowsProps {
  readonly filters: readonly Filter[];
  readonly onChange: (filters: readonly Filter[]) => void;
}

/** What items are to be shown, by attributes that are no key: all are read, and those that pass are given. */
export function FilterRows({ filters, onChange }: FilterRowsProps) {
  const set = (at: number, part: Partial<Filter>) =>
    onChange(filters.map((filter, index) => (index === at ? { ...filter, ...part } : filter)));
  return (
    <AttributeEditor<Filter>
      items={filters}
      addButtonText="Add filter"
      removeButtonText="Remove"
      empty="No filters."
      onAddButtonClick={() => onChange([...filters, { name: "", test: "=", type: "S", value: "" }])}
      onRemoveButtonClick={({ detail }) => onChange(filters.filter((_filter, index) => index !== detail.itemIndex))}
      removeButtonAriaLabel={({ name }) => `Remove filter ${name}`}
      definition={[
        {
          label: "Attribute name",
          control: ({ name }, at) => (
            <Input
              value={name}
              ariaLabel="Attribute name"
              spellcheck={false}
              onChange={({ detail }) => set(at, { name: detail.value })}
            />
          ),
        },
        {
          label: "Condition",
          control: ({ test }, at) => (
            <Select
              ariaLabel="Condition of the filter"
              selectedOption={{ value: test, label: filterTests[test] }}
              options={Object.entries(filterTests).map(([value, label]) => ({ value, label }))}
              onChange={({ detail }) => set(at, { test: detail.selectedOption.value as FilterTest })}
            />
          ),
        },
        {
          label: "Type",
          control: ({ type, test }, at) => (
            <Select
              ariaLabel="Type"
              disabled={!needsValue(test)}
              selectedOption={{ value: type, label: typeNames[type] }}
              options={["S", "N", "B", "BOOL", "NULL"].map((value) => ({ value, label: typeNames[value] }))}
              onChange={({ detail }) => set(at, { type: detail.selectedOption.value ?? "S" })}
            />
          ),
        },
        {
          label: "Value",
          control: ({ value, test, type }, at) => (
            <Input
              value={value}
              ariaLabel="Value"
              disabled={!needsValue(test) || type === "NULL"}
              placeholder={type === "BOOL" ? "true or false" : "Enter a value"}
              onChange={({ detail }) => set(at, { value: detail.value })}
            />
          ),
        },
      ]}
    />
  );
}
