import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Autosuggest from "@cloudscape-design/components/autosuggest";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { Field } from "../../form/field.tsx";
import { statementInWords } from "../in-words.ts";
import { ActionsField } from "./actions-field.tsx";
import { conditionKeys, conditionOperators } from "./condition-words.ts";
import {
  actionsProblem,
  type ConditionRow,
  conditionsProblem,
  resourcesProblem,
  type StatementForm,
  sidProblem,
  toStatement,
} from "./statement-form.ts";

interface StatementEditorProps {
  readonly number: number;
  readonly form: StatementForm;
  readonly onChange: (form: StatementForm) => void;
  readonly onCopy: () => void;
  /** A policy has one statement at least. */
  readonly onRemove?: () => void;
}

export function StatementEditor({ number, form, onChange, onCopy, onRemove }: StatementEditorProps) {
  const set = (change: Partial<StatementForm>) => onChange({ ...form, ...change });
  const isAll = form.resources.length === 1 && form.resources[0] === "*" && !form.isNotResources;
  return (
    <Container
      header={
        <Header
          variant="h3"
          description={form.actions.length > 0 ? statementInWords(toStatement(form)) : undefined}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button formAction="none" onClick={onCopy}>
                Copy
              </Button>
              <Button formAction="none" disabled={!onRemove} onClick={onRemove}>
                Remove
              </Button>
            </SpaceBetween>
          }
        >
          {form.sid || `Statement ${number}`}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <SegmentedControl
          label={`Effect of statement ${number}`}
          selectedId={form.effect}
          options={[
            { id: "Allow", text: "Allow" },
            { id: "Deny", text: "Deny" },
          ]}
          onChange={({ detail }) => set({ effect: detail.selectedId as StatementForm["effect"] })}
        />
        <Field stretch problem={actionsProblem(form)}>
          <SpaceBetween size="xs">
            <Box variant="awsui-key-label">{form.isNotActions ? "All actions except" : "Actions"}</Box>
            <ActionsField actions={form.actions} onChange={(actions) => set({ actions })} />
          </SpaceBetween>
        </Field>
        <Field stretch problem={resourcesProblem(form)}>
          <SpaceBetween size="xs">
            <Box variant="awsui-key-label">Resources</Box>
            <RadioGroup
              ariaLabel={`Resources of statement ${number}`}
              value={isAll ? "all" : form.isNotResources ? "except" : "specific"}
              items={[
                { value: "all", label: "All" },
                { value: "specific", label: "Specific" },
                { value: "except", label: "All except" },
              ]}
              onChange={({ detail }) =>
                set({
                  resources: detail.value === "all" ? ["*"] : isAll ? [] : form.resources,
                  isNotResources: detail.value === "except",
                })
              }
            />
            {!isAll && (
              <Textarea
                ariaLabel={`ARNs of statement ${number}`}
                rows={Math.min(8, Math.max(2, form.resources.length + 1))}
                spellcheck={false}
                placeholder={"arn:aws:s3:::bucket\narn:aws:s3:::bucket/*"}
                value={form.resources.join("\n")}
                onChange={({ detail }) => set({ resources: arnsOf(detail.value) })}
              />
            )}
          </SpaceBetween>
        </Field>
        <ExpandableSection
          headerText={`Request conditions - optional (${form.conditions.length})`}
          defaultExpanded={form.conditions.length > 0}
        >
          <Conditions form={form} set={set} />
        </ExpandableSection>
        <ExpandableSection headerText="More - optional" defaultExpanded={form.isNotActions}>
          <SpaceBetween size="m">
            <Field label="Sid - optional" description="A name for the statement." problem={sidProblem(form)}>
              <Input value={form.sid} spellcheck={false} onChange={({ detail }) => set({ sid: detail.value })} />
            </Field>
            <RadioGroup
              ariaLabel={`What the actions of statement ${number} mean`}
              value={form.isNotActions ? "not" : "is"}
              items={[
                { value: "is", label: "It is about the actions that are chosen" },
                { value: "not", label: "It is about all other actions (NotAction)" },
              ]}
              onChange={({ detail }) => set({ isNotActions: detail.value === "not" })}
            />
          </SpaceBetween>
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}

/** While one types, an empty last line stays: the text is made of the list again. */
function arnsOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line, at) => line !== "" || (at === lines.length - 1 && lines.length > 1));
}

interface ConditionsProps {
  readonly form: StatementForm;
  readonly set: (change: Partial<StatementForm>) => void;
}

function Conditions({ form, set }: ConditionsProps) {
  const change = (index: number, changed: Partial<ConditionRow>) =>
    set({ conditions: form.conditions.map((row, at) => (at === index ? { ...row, ...changed } : row)) });
  return (
    <Field stretch problem={conditionsProblem(form)}>
      <AttributeEditor<ConditionRow>
        items={form.conditions}
        addButtonText="Add condition"
        removeButtonText="Remove"
        removeButtonAriaLabel={({ key }) => `Remove the condition ${key}`}
        empty={<Box color="text-body-secondary">No conditions: it holds always.</Box>}
        onAddButtonClick={() =>
          set({ conditions: [...form.conditions, { operator: "StringEquals", key: "", values: "" }] })
        }
        onRemoveButtonClick={({ detail }) =>
          set({ conditions: form.conditions.filter((_row, at) => at !== detail.itemIndex) })
        }
        definition={[
          {
            label: "Key",
            control: ({ key }, index) => (
              <Autosuggest
                ariaLabel="Key"
                value={key}
                placeholder="aws:SourceIp"
                options={conditionKeys.map((value) => ({ value }))}
                enteredTextLabel={(text) => `Use: ${text}`}
                onChange={({ detail }) => change(index, { key: detail.value.trim() })}
              />
            ),
          },
          {
            label: "Operator",
            control: ({ operator }, index) => (
              <Select
                ariaLabel="Operator"
                options={[...new Set([...conditionOperators, operator])].map((value) => ({ value }))}
                selectedOption={{ value: operator }}
                onChange={({ detail }) => change(index, { operator: detail.selectedOption.value })}
              />
            ),
          },
          {
            label: "Values, separated by commas",
            control: ({ values }, index) => (
              <Input
                ariaLabel="Values"
                value={values}
                spellcheck={false}
                onChange={({ detail }) => change(index, { values: detail.value })}
              />
            ),
          },
        ]}
      />
    </Field>
  );
}
