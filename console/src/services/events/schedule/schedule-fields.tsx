import { ListScheduleGroupsCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import Autosuggest from "@cloudscape-design/components/autosuggest";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { Field } from "../../../form/field.tsx";
import { TimeField } from "../../../form/time-field.tsx";
import { useLive } from "../../../live/use-live.ts";
import { ScheduleField } from "../../../schedule/schedule-field.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import type { ScheduleForm } from "./schedule-form.ts";
import { TargetSection } from "./target-section.tsx";

export interface ScheduleFieldsProps {
  readonly form: ScheduleForm;
  readonly change: (part: Partial<ScheduleForm>) => void;
  readonly isNew: boolean;
}

export function ScheduleFields({ form, change, isNew }: ScheduleFieldsProps) {
  const groups = useGroups();
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Schedule name and description</Header>}>
        <SpaceBetween size="l">
          <Field
            label="Schedule name"
            problem={
              /^[0-9A-Za-z-_.]{1,64}$/.test(form.name)
                ? undefined
                : "Enter a name of up to 64 letters, digits, periods, hyphens and underscores."
            }
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
          <FormField label="Schedule group">
            <Select
              ariaLabel="Schedule group"
              disabled={!isNew}
              options={(groups.data ?? [form.group]).map((value) => ({ value, label: value }))}
              selectedOption={{ value: form.group, label: form.group }}
              onChange={({ detail }) => change({ group: detail.selectedOption.value ?? form.group })}
            />
          </FormField>
        </SpaceBetween>
      </Container>
      <Pattern form={form} change={change} />
      <TargetSection form={form} change={change} />
      <Container header={<Header variant="h2">Settings</Header>}>
        <SpaceBetween size="l">
          <Toggle checked={form.isEnabled} onChange={({ detail }) => change({ isEnabled: detail.checked })}>
            Enable schedule
          </Toggle>
          <Checkbox
            checked={form.deletesItself}
            description="The schedule is deleted after its last invocation."
            onChange={({ detail }) => change({ deletesItself: detail.checked })}
          >
            Action after schedule completion: delete
          </Checkbox>
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}

function Pattern({ form, change }: Omit<ScheduleFieldsProps, "isNew">) {
  const isWindow =
    form.window === "" || (/^\d+$/.test(form.window) && Number(form.window) >= 1 && Number(form.window) <= 1_440);
  return (
    <Container header={<Header variant="h2">Schedule pattern</Header>}>
      <SpaceBetween size="l">
        <Field
          label="Time zone"
          problem={zones.includes(form.zone) || form.zone === "UTC" ? undefined : "Choose a time zone."}
        >
          <Autosuggest
            ariaLabel="Time zone"
            value={form.zone}
            options={["UTC", ...zones].map((value) => ({ value }))}
            enteredTextLabel={(text) => `Use: ${text}`}
            onChange={({ detail }) => change({ zone: detail.value.trim() })}
          />
        </Field>
        <ScheduleField
          expression={form.expression}
          onChange={(expression) => change({ expression })}
          dialect="scheduler"
          zone={form.zone}
        />
        <Field
          label="Flexible time window (minutes) - optional"
          description="The target is invoked at some time within it. Left empty, at the very time."
          problem={isWindow ? undefined : "Should be between 1 and 1440 minutes."}
        >
          <Input
            type="number"
            inputMode="numeric"
            value={form.window}
            onChange={({ detail }) => change({ window: detail.value })}
          />
        </Field>
        <TimeField label="Start date and time" time={form.start} onChange={(start) => change({ start })} isOptional />
        <TimeField
          label="End date and time"
          time={form.end}
          onChange={(end) => change({ end })}
          isOptional
          problem={form.end && form.start && form.end <= form.start ? "The end is after the start." : undefined}
        />
      </SpaceBetween>
    </Container>
  );
}

const zones = Intl.supportedValuesOf("timeZone");

function useGroups() {
  const client = useClient(SchedulerClient);
  return useLive("scheduler/group-names", async () => {
    const { ScheduleGroups = [] } = await client.send(new ListScheduleGroupsCommand({ MaxResults: 100 }));
    return ScheduleGroups.map(({ Name = "" }) => Name);
  });
}
