import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { DescribedFields } from "../../../described/described-fields.tsx";
import type { FieldDescription } from "../../../described/field-description.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useSession } from "../../../shell/session-provider.tsx";
import { rulePath } from "../paths.ts";
import { ActionFields } from "./action-fields.tsx";
import { type ActionForm, newRule, type RuleForm } from "./rule-form.ts";
import { SampleTest } from "./sample-test.tsx";
import { saveRule } from "./save-rule.ts";

interface RuleEditorProps {
  /** Undefined to make a new one. */
  readonly rule?: { readonly form: RuleForm; readonly isDisabled: boolean };
}

const nameField: FieldDescription = {
  name: "name",
  label: "Rule name",
  required: "Enter a name for the rule.",
  constraint: "Letters, digits and underscores, up to 128.",
  problem: (name) => (/^\w{1,128}$/.test(name) ? undefined : "Use only letters, digits and underscores, up to 128."),
};
const descriptionField: FieldDescription = { name: "description", label: "Rule description" };
const sqlFields: readonly FieldDescription[] = [
  {
    name: "version",
    label: "SQL version",
    kind: "select",
    options: [{ value: "2016-03-23" }, { value: "2015-10-08" }],
  },
  {
    name: "sql",
    label: "SQL statement",
    kind: "code",
    language: "text",
    heightPixels: 140,
    description: "SELECT what of a message FROM 'a topic filter' WHERE a condition holds.",
    required: "Enter a statement.",
    problem: (sql) => (/^\s*SELECT\s/i.test(sql) ? undefined : "A statement begins with SELECT."),
  },
];

/** A rule: what of which messages goes where. It can be tried against a message before it is saved. */
export function RuleEditor({ rule }: RuleEditorProps) {
  const { client, account, region } = useSession();
  const navigate = useNavigate();
  const notify = useNotify();
  const [form, setForm] = useState<RuleForm>(rule?.form ?? newRule);
  const set = (change: Partial<RuleForm>) => setForm((before) => ({ ...before, ...change }));
  const { actions, errorAction } = form;
  const save = useAction(async () => {
    const functions = rule
      ? [...rule.form.actions, rule.form.errorAction].map((one) => one?.values.functionArn ?? "")
      : [];
    const former = rule && { isDisabled: rule.isDisabled, functions };
    await saveRule(form, { client, at: { account, region }, former });
    await navigate(rulePath(form.name));
    notify.success(`Successfully ${rule ? "updated" : "created"} rule ${form.name}.`);
  });
  const fields = { name: form.name, description: form.description, sql: form.sql, version: form.version };
  const change = (values: Readonly<Record<string, string>>) => set(values as Partial<RuleForm>);
  const nextId = Math.max(0, ...actions.map(({ id }) => id)) + 1;
  const replace = (changed: ActionForm) =>
    set({ actions: actions.map((one) => (one.id === changed.id ? changed : one)) });
  return (
    <EditForm
      action={save}
      submit={rule ? "Update" : "Create"}
      cancelTo={rule ? rulePath(form.name) : "/console/iot/rules"}
      failed={`The rule could not be ${rule ? "updated" : "created"}`}
    >
      <Container header={<Header variant="h2">Rule properties</Header>}>
        <DescribedFields
          fields={rule ? [descriptionField] : [nameField, descriptionField]}
          values={fields}
          onChange={change}
        />
      </Container>
      <Container header={<Header variant="h2">SQL statement</Header>}>
        <DescribedFields fields={sqlFields} values={fields} onChange={change} />
      </Container>
      <SampleTest form={form} />
      <Container
        header={
          <Header
            variant="h2"
            description="What is done with each message that the statement selects."
            actions={
              <Button
                formAction="none"
                disabled={actions.length >= 10}
                onClick={() => set({ actions: [...actions, { id: nextId, kind: "", values: {} }] })}
              >
                Add rule action
              </Button>
            }
          >
            Rule actions
          </Header>
        }
      >
        <SpaceBetween size="l">
          {actions.map((action, index) => (
            <ActionFields
              key={action.id}
              title={`Action ${index + 1}`}
              action={action}
              onChange={replace}
              onRemove={
                actions.length > 1 ? () => set({ actions: actions.filter((one) => one.id !== action.id) }) : undefined
              }
            />
          ))}
        </SpaceBetween>
      </Container>
      {errorAction ? (
        <ActionFields
          title="Error action"
          action={errorAction}
          onChange={(changed) => set({ errorAction: changed })}
          onRemove={() => set({ errorAction: undefined })}
        />
      ) : (
        <Container
          header={
            <Header
              variant="h2"
              description="What is done when an action has failed for the last time."
              actions={
                <Button formAction="none" onClick={() => set({ errorAction: { id: 0, kind: "", values: {} } })}>
                  Add error action
                </Button>
              }
            >
              Error action - optional
            </Header>
          }
        />
      )}
    </EditForm>
  );
}
