import { CloudWatchClient, type PutCompositeAlarmInput } from "@aws-sdk/client-cloudwatch";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Multiselect from "@cloudscape-design/components/multiselect";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { Field } from "../../../form/field.tsx";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { ActionsSection } from "./actions-section.tsx";
import { type Alarm, actionsOf, readAlarms, type StateAction, stateTexts, toActions } from "./alarm.ts";
import { NameSection } from "./name-section.tsx";
import { readRule, ruleInWords, ruleOf, ruleProblem } from "./rule-words.ts";

export interface CompositeForm {
  readonly name: string;
  readonly description: string;
  readonly rule: string;
  readonly actions: readonly StateAction[];
  readonly actionsEnabled: boolean;
}

export const initialComposite: CompositeForm = {
  name: "",
  description: "",
  rule: "",
  actions: [],
  actionsEnabled: true,
};

export function compositeFormOf(alarm: Alarm): CompositeForm {
  return {
    name: alarm.AlarmName ?? "",
    description: alarm.AlarmDescription ?? "",
    rule: alarm.AlarmRule ?? "",
    actions: actionsOf(alarm),
    actionsEnabled: alarm.ActionsEnabled ?? true,
  };
}

export function toCompositeInput(form: CompositeForm): PutCompositeAlarmInput {
  return {
    AlarmName: form.name,
    AlarmDescription: form.description || undefined,
    AlarmRule: form.rule.trim(),
    ActionsEnabled: form.actionsEnabled,
    ...toActions(form.actions),
  };
}

interface CompositeFieldsProps {
  readonly form: CompositeForm;
  readonly onChange: (form: CompositeForm) => void;
  readonly isNew: boolean;
}

/** An alarm on other alarms' states: chosen from a list, or as a rule of one's own. */
export function CompositeFields({ form, onChange, isNew }: CompositeFieldsProps) {
  const set = (change: Partial<CompositeForm>) => onChange({ ...form, ...change });
  const client = useClient(CloudWatchClient);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const alarms = useLive("cloudwatch/alarms", (signal) => readAlarms(client, signal), { everyMs: 5_000 });
  const others = (alarms.data ?? []).filter(({ AlarmName }) => AlarmName !== form.name);
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description="ALARM, OK and INSUFFICIENT_DATA of other alarms, joined by AND, OR and NOT."
          >
            Alarm rule
          </Header>
        }
      >
        <SpaceBetween size="l">
          <FormField
            label="Alarms - optional"
            description="Choose some to begin with a rule of them."
            secondaryControl={
              <SpaceBetween direction="horizontal" size="xs">
                {(["OR", "AND"] as const).map((operator) => (
                  <Button
                    key={operator}
                    formAction="none"
                    disabled={chosen.length === 0}
                    onClick={() => set({ rule: ruleOf(chosen, operator) })}
                  >
                    {operator === "OR" ? "Any in alarm" : "All in alarm"}
                  </Button>
                ))}
              </SpaceBetween>
            }
          >
            <Multiselect
              ariaLabel="Alarms"
              placeholder="Choose alarms"
              filteringType="auto"
              options={others.map(({ AlarmName = "", StateValue = "OK" }) => ({
                value: AlarmName,
                label: AlarmName,
                description: stateTexts[StateValue],
              }))}
              selectedOptions={chosen.map((value) => ({ value, label: value }))}
              deselectAriaLabel={({ label }) => `Remove ${label}`}
              empty="There are no other alarms yet."
              onChange={({ detail }) => setChosen(detail.selectedOptions.map(({ value = "" }) => value))}
            />
          </FormField>
          <Field
            label="Rule"
            stretch
            problem={ruleProblem(form.rule) ?? missingProblem(form.rule, alarms.data)}
            constraintText='ALARM("one") AND NOT OK("another")'
          >
            <Textarea
              value={form.rule}
              rows={4}
              spellcheck={false}
              onChange={({ detail }) => set({ rule: detail.value })}
            />
          </Field>
          {ruleProblem(form.rule) === undefined && <Box data-testid="in-words">{ruleInWords(form.rule)}</Box>}
        </SpaceBetween>
      </Container>
      <ActionsSection
        actions={form.actions}
        onChange={(actions) => set({ actions })}
        isEnabled={form.actionsEnabled}
        onEnable={(actionsEnabled) => set({ actionsEnabled })}
      />
      <NameSection name={form.name} description={form.description} onChange={set} isNew={isNew} />
    </SpaceBetween>
  );
}

/** AWS refuses a rule that names an alarm that is not there. */
function missingProblem(rule: string, alarms: readonly Alarm[] | undefined): string | undefined {
  if (!alarms) return undefined;
  const missing = readRule(rule).alarms.filter((name) => !alarms.some(({ AlarmName }) => AlarmName === name));
  return missing.length === 0 ? undefined : `There is no alarm ${missing.join(", ")}.`;
}
