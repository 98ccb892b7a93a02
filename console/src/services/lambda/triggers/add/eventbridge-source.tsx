import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { LambdaClient } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { isNotFound } from "../../../../aws/errors.ts";
import { EventPatternField } from "../../../../event-pattern/event-pattern-field.tsx";
import { checkIsNew, type Made, makeWhole } from "../../../../form/create.ts";
import { Field } from "../../../../form/field.tsx";
import { useLive } from "../../../../live/use-live.ts";
import { allowInvoke } from "../../../../permission/allow-invoke.ts";
import { ScheduleField } from "../../../../schedule/schedule-field.tsx";
import { useClient } from "../../../../shell/session-provider.tsx";
import type { SourceProps } from "./adder.ts";

/** A rule of the default bus, new or one that is there, with the function as its target. */
export default function EventBridgeSource({ functionArn, onChange }: SourceProps) {
  const events = useClient(EventBridgeClient);
  const lambda = useClient(LambdaClient);
  const [isNew, setNew] = useState(true);
  const [existing, setExisting] = useState("");
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [type, setType] = useState<"pattern" | "schedule">("schedule");
  const [schedule, setSchedule] = useState("");
  const [pattern, setPattern] = useState(initialPattern);
  const addTarget = async (rule: string, ruleArn: string, made: Made) => {
    await allowInvoke(lambda, { functionArn, principal: "events.amazonaws.com", sourceArn: ruleArn }, made);
    const { FailedEntries: [failed] = [] } = await events.send(
      new PutTargetsCommand({ Rule: rule, Targets: [{ Id: newTargetId(), Arn: functionArn }] }),
    );
    if (failed) throw Object.assign(new Error(failed.ErrorMessage), { name: failed.ErrorCode ?? "Error" });
  };
  const createRule = async (made: Made) => {
    await checkIsNew(`a rule ${name}`, async () => {
      try {
        await events.send(new DescribeRuleCommand({ Name: name }));
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw error;
      }
    });
    const { RuleArn = "" } = await events.send(
      new PutRuleCommand({
        Name: name,
        Description: description || undefined,
        State: "ENABLED",
        ...(type === "schedule" ? { ScheduleExpression: schedule } : { EventPattern: pattern }),
      }),
    );
    made(`the rule ${name}`, () => events.send(new DeleteRuleCommand({ Name: name })));
    return RuleArn;
  };
  onChange(async () => {
    const rule = isNew ? name : existing;
    await makeWhole(async (made) => {
      const ruleArn = isNew
        ? await createRule(made)
        : ((await events.send(new DescribeRuleCommand({ Name: existing }))).Arn ?? "");
      await addTarget(rule, ruleArn, made);
    });
    return rule;
  });
  return (
    <SpaceBetween size="l">
      <FormField label="Rule" description="Pick an existing rule, or create a new one.">
        <RadioGroup
          ariaLabel="Rule"
          value={isNew ? "new" : "existing"}
          items={[
            { value: "new", label: "Create a new rule" },
            { value: "existing", label: "Existing rules" },
          ]}
          onChange={({ detail }) => setNew(detail.value === "new")}
        />
      </FormField>
      {isNew ? (
        <SpaceBetween size="l">
          <Field
            label="Rule name"
            description="Enter a name to uniquely identify your rule."
            problem={checkRuleName(name)}
          >
            <Input value={name} spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
          </Field>
          <FormField label="Rule description" description="Provide an optional description for your rule.">
            <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
          </FormField>
          <FormField
            label="Rule type"
            description="Trigger your target based on an event pattern, or based on an automated schedule."
          >
            <RadioGroup
              ariaLabel="Rule type"
              value={type}
              items={[
                { value: "pattern", label: "Event pattern" },
                { value: "schedule", label: "Schedule expression" },
              ]}
              onChange={({ detail }) => setType(detail.value as "pattern" | "schedule")}
            />
          </FormField>
          {type === "schedule" ? (
            <ScheduleField expression={schedule} onChange={setSchedule} dialect="rule" />
          ) : (
            <EventPatternField pattern={pattern} onChange={setPattern} />
          )}
        </SpaceBetween>
      ) : (
        <RuleField name={existing} onChange={setExisting} />
      )}
      <Box color="text-body-secondary">
        Lambda will add the necessary permissions for Amazon EventBridge (CloudWatch Events) to invoke your Lambda
        function from this trigger.
      </Box>
    </SpaceBetween>
  );
}

function RuleField({ name, onChange }: { name: string; onChange: (name: string) => void }) {
  const client = useClient(EventBridgeClient);
  const rules = useLive("events/rules/default", async () => (await client.send(new ListRulesCommand({}))).Rules ?? []);
  const options = (rules.data ?? []).map(({ Name = "", ScheduleExpression }) => ({
    value: Name,
    label: Name,
    description: ScheduleExpression ?? "Event pattern",
  }));
  return (
    <Field label="Rule" problem={name === "" ? "Choose a rule." : undefined}>
      <Select
        ariaLabel="Existing rule"
        placeholder="Pick a rule"
        options={options}
        selectedOption={options.find(({ value }) => value === name) ?? null}
        statusType={rules.isLoading ? "loading" : rules.error !== undefined ? "error" : "finished"}
        errorText="The rules could not be read."
        empty="There is no rule in this region yet."
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
      />
    </Field>
  );
}

function checkRuleName(name: string): string | undefined {
  if (name === "") return "Enter a name for the rule.";
  return /^[.\-_A-Za-z0-9]{1,64}$/.test(name)
    ? undefined
    : "A rule's name has up to 64 letters, digits, periods (.), hyphens (-) and underscores (_).";
}

function newTargetId(): string {
  return `Id${crypto.getRandomValues(new Uint32Array(2)).join("")}`;
}

const initialPattern = `{
  "source": ["aws.s3"]
}`;
