import { IAMClient } from "@aws-sdk/client-iam";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import Box from "@cloudscape-design/components/box";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { checkJson } from "../../../../form/checks.ts";
import { makeWhole } from "../../../../form/create.ts";
import { Field } from "../../../../form/field.tsx";
import { createServiceRole } from "../../../../permission/create-service-role.ts";
import { ScheduleField } from "../../../../schedule/schedule-field.tsx";
import { useClient } from "../../../../shell/session-provider.tsx";
import type { SourceProps } from "./adder.ts";

/** A schedule of the default group, with a role of its own that may invoke the function and nothing else. */
export default function SchedulerSource({ functionArn, onChange }: SourceProps) {
  const scheduler = useClient(SchedulerClient);
  const iam = useClient(IAMClient);
  const [name, setName] = useState("");
  const [expression, setExpression] = useState("");
  const [zone, setZone] = useState(Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");
  const [payload, setPayload] = useState("");
  onChange(async () => {
    await makeWhole(async (made) => {
      const RoleArn = await createServiceRole(
        iam,
        {
          prefix: "Amazon_EventBridge_Scheduler_LAMBDA",
          principal: "scheduler.amazonaws.com",
          allows: [{ actions: ["lambda:InvokeFunction"], resource: functionArn }],
        },
        made,
      );
      await scheduler.send(
        new CreateScheduleCommand({
          Name: name,
          ScheduleExpression: expression,
          ScheduleExpressionTimezone: zone,
          FlexibleTimeWindow: { Mode: "OFF" },
          Target: { Arn: functionArn, RoleArn, Input: payload || undefined },
        }),
      );
    });
    return name;
  });
  return (
    <SpaceBetween size="l">
      <Field
        label="Schedule name"
        problem={
          /^[0-9A-Za-z-_.]{1,64}$/.test(name)
            ? undefined
            : "Enter a name of up to 64 letters, digits, periods, hyphens and underscores."
        }
      >
        <Input value={name} spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
      </Field>
      <ScheduleField expression={expression} onChange={setExpression} dialect="scheduler" zone={zone} />
      <Field label="Time zone" problem={checkZone(zone)}>
        <Input value={zone} spellcheck={false} onChange={({ detail }) => setZone(detail.value.trim())} />
      </Field>
      <Field
        label="Payload - optional"
        description="The event that the function is given: JSON."
        problem={payload === "" ? undefined : checkJson(payload)}
      >
        <Textarea value={payload} rows={3} spellcheck={false} onChange={({ detail }) => setPayload(detail.value)} />
      </Field>
      <Box color="text-body-secondary">
        A role is created that EventBridge Scheduler takes on to invoke this function.
      </Box>
    </SpaceBetween>
  );
}

function checkZone(zone: string): string | undefined {
  try {
    Intl.DateTimeFormat("en", { timeZone: zone });
    return undefined;
  } catch {
    return "This is no time zone: Europe/Berlin, America/New_York and UTC are some.";
  }
}
