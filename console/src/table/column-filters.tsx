import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";

/** A choice beside the search: only the items of this value. */
export interface ColumnFilter<T> {
  readonly id: string;
  /** "Runtime": the first entry is "Any runtime". */
  readonly label: string;
  readonly value: (item: T) => string | undefined;
}

interface ColumnFiltersProps<T> {
  readonly filters: readonly ColumnFilter<T>[];
  readonly items: readonly T[];
  readonly chosen: Readonly<Record<string, string>>;
  readonly onChoose: (chosen: Readonly<Record<string, string>>) => void;
}

export function ColumnFilters<T>({ filters, items, chosen, onChoose }: ColumnFiltersProps<T>) {
  const shown = filters.map(({ id, label, value }) => {
    const any = { value: "", label: `Any ${label.toLowerCase()}` };
    const values = [...new Set(items.map(value).filter((text) => text !== undefined))].sort();
    const options = [any, ...values.map((text) => ({ value: text, label: text }))];
    return (
      <Select
        key={id}
        ariaLabel={`Filter by ${label.toLowerCase()}`}
        options={options}
        selectedOption={options.find((option) => option.value === (chosen[id] ?? "")) ?? any}
        onChange={({ detail }) => onChoose({ ...chosen, [id]: detail.selectedOption.value ?? "" })}
        expandToViewport
      />
    );
  });
  return (
    shown.length > 0 && (
      <SpaceBetween direction="horizontal" size="xs">
        {shown}
      </SpaceBetween>
    )
  );
}

export function passesFilters<T>(
  item: T,
  filters: readonly ColumnFilter<T>[],
  chosen: Readonly<Record<string, string>>,
): boolean {
  return filters.every(({ id, value }) => !chosen[id] || value(item) === chosen[id]);
}
