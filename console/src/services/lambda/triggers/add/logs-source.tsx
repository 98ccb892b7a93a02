import { CloudWatchLogsClient, PutSubscriptionFilterCommand } from "@aws-sdk/client-cloudwatch-logs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { ChoiceField, checkArn } from "../../../../choices/choice-field.tsx";
import { useLogGroupChoices } from "../../../../choices/log-groups.ts";
import { makeWhole } from "../../../../form/create.ts";
import { Field } from "../../../../form/field.tsx";
import { allowInvoke } from "../../../../permission/allow-invoke.ts";
import { useClient, useSession } from "../../../../shell/session-provider.tsx";
import type { SourceProps } from "./adder.ts";

/** A subscription filter of the log group sends the lines that match to the function. */
export default function LogsSource({ functionName, functionArn, onChange }: SourceProps) {
  const logs = useClient(CloudWatchLogsClient);
  const lambda = useClient(LambdaClient);
  const { account, region } = useSession();
  const groups = useLogGroupChoices();
  const [groupArn, setGroupArn] = useState("");
  const [filterName, setFilterName] = useState("");
  const [pattern, setPattern] = useState("");
  const group = groupArn.split(":log-group:")[1] ?? "";
  onChange(async () => {
    await makeWhole(async (made) => {
      const principal = `logs.${region}.amazonaws.com`;
      await allowInvoke(lambda, { functionArn, principal, sourceArn: `${groupArn}:*`, sourceAccount: account }, made);
      await logs.send(
        new PutSubscriptionFilterCommand({
          logGroupName: group,
          filterName,
          filterPattern: pattern,
          destinationArn: functionArn,
        }),
      );
    });
    return group;
  });
  const isItsOwn = group === `/aws/lambda/${functionName}`;
  return (
    <SpaceBetween size="l">
      <ChoiceField
        label="Log group"
        description="Select the log group whose lines go to the function."
        value={groupArn}
        onChange={setGroupArn}
        choices={groups}
        problem={
          isItsOwn
            ? "The function's own log would make it run again and again."
            : checkArn(groupArn, "logs", "a log group")
        }
      />
      <Field
        label="Filter name"
        problem={/^[^:*]{1,512}$/.test(filterName) ? undefined : "Enter a name without colons and stars."}
      >
        <Input value={filterName} spellcheck={false} onChange={({ detail }) => setFilterName(detail.value)} />
      </Field>
      <Field
        label="Filter pattern - optional"
        description='Only lines that match: ERROR, ?one ?another, "some words", { $.level = "error" }. Empty: all lines.'
        problem={pattern.length > 1_024 ? "A pattern has 1024 characters at most." : undefined}
      >
        <Input value={pattern} spellcheck={false} onChange={({ detail }) => setPattern(detail.value)} />
      </Field>
      <Box color="text-body-secondary">
        Lambda will add the necessary permissions for Amazon CloudWatch Logs to invoke your Lambda function from this
        trigger.
      </Box>
    </SpaceBetween>
  );
}
