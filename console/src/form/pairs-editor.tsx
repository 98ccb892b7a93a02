import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Input from "@cloudscape-design/components/input";

export interface Pair {
  readonly key: string;
  readonly value: string;
}

interface PairsEditorProps {
  readonly pairs: readonly Pair[];
  readonly onChange: (pairs: readonly Pair[]) => void;
  readonly addText: string;
  readonly emptyText: string;
  /** How many there may be. */
  readonly most?: number;
  readonly valueLabel?: string;
}

/** Tags, environment variables and other names with values. */
export function PairsEditor({
  pairs,
  onChange,
  addText,
  emptyText,
  most = 50,
  valueLabel = "Value",
}: PairsEditorProps) {
  const set = (index: number, change: Partial<Pair>) =>
    onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...change } : pair)));
  return (
    <AttributeEditor<Pair>
      items={pairs}
      addButtonText={addText}
      removeButtonText="Remove"
      empty={emptyText}
      disableAddButton={pairs.length >= most}
      additionalInfo={pairs.length >= most ? `There can be ${most} at most.` : undefined}
      onAddButtonClick={() => onChange([...pairs, { key: "", value: "" }])}
      onRemoveButtonClick={({ detail }) => onChange(pairs.filter((_pair, index) => index !== detail.itemIndex))}
      removeButtonAriaLabel={({ key }) => `Remove ${key}`}
      definition={[
        {
          label: "Key",
          control: ({ key }, index) => (
            <Input
              value={key}
              ariaLabel="Key"
              spellcheck={false}
              onChange={({ detail }) => set(index, { key: detail.value })}
            />
          ),
          errorText: ({ key }) =>
            key !== "" && pairs.filter((pair) => pair.key === key).length > 1 ? "This key is there twice." : undefined,
        },
        {
          label: valueLabel,
          control: ({ value }, index) => (
            <Input
              value={value}
              ariaLabel={valueLabel}
              spellcheck={false}
              onChange={({ detail }) => set(index, { value: detail.value })}
            />
          ),
        },
      ]}
    />
  );
}

export function toPairs(record: Readonly<Record<string, string>> | undefined): Pair[] {
  return Object.entries(record ?? {}).map(([key, value]) => ({ key, value }));
}

export function fromPairs(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(pairs.filter(({ key }) => key !== "").map(({ key, value }) => [key, value]));
}
