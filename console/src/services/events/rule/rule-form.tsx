import type { Target } from "@aws-sdk/client-eventbridge";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import Toggle from "@cloudscape-design/components/toggle";
import { EventPatternField } from "../../../event-pattern/event-pattern-field.tsx";
import { PatternTester } from "../../../event-pattern/pattern-tester.tsx";
import { Field } from "../../../form/field.tsx";
import { ScheduleField } from "../../../schedule/schedule-field.tsx";
import { BusSelect } from "../bus/bus-select.tsx";
import { TargetFields } from "../target/target-fields.tsx";
import { newTarget, type TargetForm } from "../target/target-form.ts";

/** What the form of a rule has, new or edited. */
export interface RuleForm {
  readonly name: string;
  readonly description: string;
  readonly bus: string;
  readonly isEnabled: boolean;
  readonly type: "pattern" | "schedule";
  readonly pattern: string;
  readonly schedule: string;
  readonly targets: readonly TargetForm[];
}

export const initialRule: RuleForm = {
  name: "",
  description: "",
  bus: "default",
  isEnabled: true,
  type: "pattern",
  pattern: `{\n  "source": ["aws.s3"],\n  "detail-type": ["Object Created"]\n}`,
  schedule: "",
  targets: [],
};

export interface LoadedRule {
  readonly form: RuleForm;
  readonly targets: readonly Target[];
}

interface RuleFieldsProps {
  readonly form: RuleForm;
  readonly change: (part: Partial<RuleForm>) => void;
  readonly isNew: boolean;
}

export function RuleFields({ form, change, isNew }: RuleFieldsProps) {
  return (
    <SpaceBetween size="l">
      <RuleDetail form={form} change={change} isNew={isNew} />
      {form.type === "pattern" ? (
        <Container
          header={
            <Header
              variant="h2"
              description="Which events the rule sends on. Test it against a sample event before you save."
            >
              Event pattern
            </Header>
          }
        >
          <SpaceBetween size="l">
            <EventPatternField pattern={form.pattern} onChange={(pattern) => change({ pattern })} />
            <PatternTester pattern={form.pattern} />
          </SpaceBetween>
        </Container>
      ) : (
        <Container header={<Header variant="h2">Schedule pattern</Header>}>
          <SpaceBetween size="l">
            <ScheduleField expression={form.schedule} onChange={(schedule) => change({ schedule })} dialect="rule" />
          </SpaceBetween>
        </Container>
      )}
      <Targets targets={form.targets} onChange={(targets) => change({ targets })} />
    </SpaceBetween>
  );
}

function RuleDetail({ form, change, isNew }: RuleFieldsProps) {
  return (
    <Container header={<Header variant="h2">Rule detail</Header>}>
      <SpaceBetween size="l">
        <Field
          label="Name"
          constraintText="Maximum of 64 characters consisting of numbers, lower/upper case letters, .,-,_."
          problem={checkRuleName(form.name)}
        >
          <Input
            value={form.name}
            disabled={!isNew}
            autoFocus={isNew}
            spellcheck={false}
            onChange={({ detail }) => change({ name: detail.value })}
          />
        </Field>
        <Field
          label="Description - optional"
          problem={form.description.length > 512 ? "A description can have up to 512 characters." : undefined}
        >
          <Input value={form.description} onChange={({ detail }) => change({ description: detail.value })} />
        </Field>
        <BusSelect
          description="Select the event bus this rule applies to, either the default event bus or a custom one."
          bus={form.bus}
          disabled={!isNew}
          onChange={(bus) => change({ bus, ...(bus !== "default" && { type: "pattern" as const }) })}
        />
        <Toggle checked={form.isEnabled} onChange={({ detail }) => change({ isEnabled: detail.checked })}>
          Enable the rule on the selected event bus
        </Toggle>
        <Tiles
          ariaLabel="Rule type"
          value={form.type}
          items={[
            {
              value: "pattern",
              label: "Rule with an event pattern",
              description: "A rule that runs when an event matches the defined event pattern.",
            },
            {
              value: "schedule",
              label: "Schedule",
              description:
                form.bus === "default"
                  ? "A rule that runs on a schedule."
                  : "Only rules of the default event bus run on a schedule.",
              disabled: form.bus !== "default",
            },
          ]}
          onChange={({ detail }) => change({ type: detail.value as RuleForm["type"] })}
        />
      </SpaceBetween>
    </Container>
  );
}

interface TargetsProps {
  readonly targets: readonly TargetForm[];
  readonly onChange: (targets: readonly TargetForm[]) => void;
}

/** A rule has five targets at most. Source: "Amazon EventBridge quotas". */
const mostTargets = 5;

function Targets({ targets, onChange }: TargetsProps) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${targets.length})`}
          description="What is sent the events, or runs on the schedule."
        >
          Select target(s)
        </Header>
      }
    >
      <SpaceBetween size="l">
        {targets.map((target, index) => (
          <TargetFields
            key={target.id}
            title={`Target ${index + 1}`}
            form={target}
            onChange={(changed) => onChange(targets.map((one) => (one.id === target.id ? changed : one)))}
            onRemove={() => onChange(targets.filter(({ id }) => id !== target.id))}
          />
        ))}
        <Button
          formAction="none"
          disabled={targets.length >= mostTargets}
          onClick={() => onChange([...targets, newTarget()])}
        >
          {targets.length === 0 ? "Add target" : "Add another target"}
        </Button>
      </SpaceBetween>
    </Container>
  );
}

function checkRuleName(name: string): string | undefined {
  if (name === "") return "Enter a name for the rule.";
  return /^[.\-_A-Za-z0-9]{1,64}$/.test(name)
    ? undefined
    : "A rule's name has up to 64 letters, digits, periods (.), hyphens (-) and underscores (_).";
}
