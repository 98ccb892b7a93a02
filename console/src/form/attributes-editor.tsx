import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";

/** An attribute of a message, as SQS and SNS have them. */
export interface Attribute {
  readonly name: string;
  /** `String`, `Number`, `Binary`, with a label of one's own behind a point. */
  readonly type: string;
  /** Of binary ones in base64. */
  readonly value: string;
}

interface AttributesEditorProps {
  readonly attributes: readonly Attribute[];
  readonly onChange: (attributes: readonly Attribute[]) => void;
  /** SNS has lists besides. */
  readonly types?: readonly string[];
}

export function AttributesEditor({
  attributes,
  onChange,
  types = ["String", "Number", "Binary"],
}: AttributesEditorProps) {
  const set = (index: number, change: Partial<Attribute>) =>
    onChange(attributes.map((attribute, at) => (at === index ? { ...attribute, ...change } : attribute)));
  const options = types.map((value) => ({ value, label: value === "Binary" ? "Binary (base64)" : value }));
  return (
    <AttributeEditor<Attribute>
      items={attributes}
      addButtonText="Add new attribute"
      removeButtonText="Remove"
      empty="No attributes."
      disableAddButton={attributes.length >= 10}
      additionalInfo={attributes.length >= 10 ? "There can be 10 at most." : undefined}
      onAddButtonClick={() => onChange([...attributes, { name: "", type: "String", value: "" }])}
      onRemoveButtonClick={({ detail }) => onChange(attributes.filter((_one, index) => index !== detail.itemIndex))}
      removeButtonAriaLabel={({ name }) => `Remove ${name}`}
      definition={[
        {
          label: "Name",
          control: ({ name }, index) => (
            <Input
              value={name}
              ariaLabel="Attribute name"
              spellcheck={false}
              onChange={({ detail }) => set(index, { name: detail.value })}
            />
          ),
          errorText: ({ name }) =>
            name !== "" && attributes.filter((one) => one.name === name).length > 1
              ? "This name is there twice."
              : undefined,
        },
        {
          label: "Type",
          control: ({ type }, index) => (
            <Select
              ariaLabel="Attribute type"
              options={options}
              selectedOption={options.find(({ value }) => value === type) ?? null}
              onChange={({ detail }) => set(index, { type: detail.selectedOption.value ?? type })}
            />
          ),
        },
        {
          label: "Value",
          control: ({ value }, index) => (
            <Input
              value={value}
              ariaLabel="Attribute value"
              spellcheck={false}
              onChange={({ detail }) => set(index, { value: detail.value })}
            />
          ),
          errorText: ({ type, value }) =>
            type === "Binary" && !isBase64(value) ? "Enter the bytes in base64." : undefined,
        },
      ]}
    />
  );
}

/** Undefined where there are none. */
export function toMessageAttributes(attributes: readonly Attribute[]) {
  const named = attributes.filter(({ name }) => name !== "");
  if (named.length === 0) return undefined;
  return Object.fromEntries(
    named.map(({ name, type, value }) => [
      name,
      type === "Binary"
        ? { DataType: type, BinaryValue: Uint8Array.from(atob(value), (character) => character.charCodeAt(0)) }
        : { DataType: type, StringValue: value },
    ]),
  );
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}
