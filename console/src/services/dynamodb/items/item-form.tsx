import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { Field } from "../../../form/field.tsx";
import { typeNames } from "../table/table.ts";
import { fromJson, type Item, toJson, toTyped, valueText } from "./item-json.ts";

/** An attribute as it is edited: simple ones as text, others in DynamoDB's JSON. */
export interface AttributeForm {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

export function toForms(item: Item, keyNames: readonly string[]): AttributeForm[] {
  const names = [...keyNames, ...Object.keys(item).filter((name) => !keyNames.includes(name))];
  return names.map((name) => {
    const value = item[name] ?? { S: "" };
    const [type = "S"] = Object.keys(value);
    return {
      name,
      type,
      text: isSimple(type) ? valueText(value) : toJson((value as unknown as Record<string, unknown>)[type]),
    };
  });
}

/** Throws what is wrong, in a sentence. */
export function fromForms(forms: readonly AttributeForm[]): Item {
  const item: Item = {};
  for (const { name, type, text } of forms) {
    if (name === "") throw new Error("Every attribute needs a name.");
    if (Object.hasOwn(item, name)) throw new Error(`The attribute ${name} is there twice.`);
    Object.assign(
      item,
      isSimple(type) ? { [name]: toTyped(type, text) } : fromJson(`{${JSON.stringify(name)}:{"${type}":${text}}}`),
    );
  }
  return item;
}

function isSimple(type: string): boolean {
  return ["S", "N", "B", "BOOL", "NULL"].includes(type);
}

const begins: Readonly<Record<string, string>> = {
  M: "{}",
  L: "[]",
  SS: '["a"]',
  NS: '["1"]',
  BS: '["AA=="]',
  BOOL: "true",
};

interface ItemFormProps {
  readonly forms: readonly AttributeForm[];
  readonly onChange: (forms: readonly AttributeForm[]) => void;
  readonly keyNames: readonly string[];
  /** A key that is there is not changed: that would be another item. */
  readonly isKeyFixed: boolean;
}

export function ItemForm({ forms, onChange, keyNames, isKeyFixed }: ItemFormProps) {
  const set = (at: number, part: Partial<AttributeForm>) =>
    onChange(forms.map((form, index) => (index === at ? { ...form, ...part } : form)));
  return (
    <SpaceBetween size="l">
      {forms.map((form, at) => {
        const isKey = keyNames.includes(form.name) && at < keyNames.length;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a name is typed into its own row.
          <div key={at}>
            {isKey ? (
              <Field
                label={`${form.name} - ${at === 0 ? "Partition key" : "Sort key"} (${typeNames[form.type]})`}
                problem={undefined}
              >
                <Input
                  value={form.text}
                  disabled={isKeyFixed}
                  onChange={({ detail }) => set(at, { text: detail.value })}
                />
              </Field>
            ) : (
              <SpaceBetween size="xs">
                <div className="squall-actions">
                  <Input
                    value={form.name}
                    ariaLabel="Attribute name"
                    placeholder="Attribute name"
                    spellcheck={false}
                    onChange={({ detail }) => set(at, { name: detail.value })}
                  />
                  <Select
                    ariaLabel={`Type of ${form.name}`}
                    selectedOption={{ value: form.type, label: typeNames[form.type] }}
                    options={Object.entries(typeNames).map(([value, label]) => ({ value, label }))}
                    onChange={({ detail }) => {
                      const type = detail.selectedOption.value ?? "S";
                      set(at, {
                        type,
                        text: begins[type] ?? (isSimple(form.type) && type !== "NULL" ? form.text : ""),
                      });
                    }}
                  />
                  <Button
                    formAction="none"
                    ariaLabel={`Remove ${form.name}`}
                    onClick={() => onChange(forms.filter((_form, index) => index !== at))}
                  >
                    Remove
                  </Button>
                </div>
                {isSimple(form.type) ? (
                  <Input
                    value={form.text}
                    ariaLabel={`Value of ${form.name}`}
                    disabled={form.type === "NULL"}
                    onChange={({ detail }) => set(at, { text: detail.value })}
                  />
                ) : (
                  <Textarea
                    value={form.text}
                    ariaLabel={`Value of ${form.name}`}
                    spellcheck={false}
                    rows={Math.min(Math.max(form.text.split("\n").length, 2), 12)}
                    onChange={({ detail }) => set(at, { text: detail.value })}
                  />
                )}
              </SpaceBetween>
            )}
          </div>
        );
      })}
      <Button
        formAction="none"
        iconName="add-plus"
        onClick={() => onChange([...forms, { name: "", type: "S", text: "" }])}
      >
        Add new attribute
      </Button>
      <Box color="text-body-secondary">Maps, lists and sets are written in DynamoDB's JSON.</Box>
    </SpaceBetween>
  );
}
