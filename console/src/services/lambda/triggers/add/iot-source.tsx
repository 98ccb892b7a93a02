import { CreateTopicRuleCommand, DeleteTopicRuleCommand, IoTClient } from "@aws-sdk/client-iot";
import { LambdaClient } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { DescribedFields } from "../../../../described/described-fields.tsx";
import type { Values } from "../../../../described/field-checks.ts";
import type { FieldDescription } from "../../../../described/field-description.ts";
import { makeWhole } from "../../../../form/create.ts";
import { allowInvoke } from "../../../../permission/allow-invoke.ts";
import { useClient, useSession } from "../../../../shell/session-provider.tsx";
import type { SourceProps } from "./adder.ts";

const fields: readonly FieldDescription[] = [
  {
    name: "name",
    label: "Rule name",
    required: "Enter a name for the rule.",
    constraint: "Letters, digits and underscores, up to 128.",
    problem: (name) => (/^\w{1,128}$/.test(name) ? undefined : "Use only letters, digits and underscores, up to 128."),
  },
  { name: "description", label: "Rule description" },
  {
    name: "sql",
    label: "Rule query statement",
    kind: "area",
    rows: 3,
    description: "What of which messages the function is given.",
    required: "Enter a statement.",
    problem: (sql) => (/^\s*SELECT\s/i.test(sql) ? undefined : "A statement begins with SELECT."),
  },
];

/** A rule whose one action is the function, which it may then invoke. */
export default function IotSource({ functionName, functionArn, onChange }: SourceProps) {
  const iot = useClient(IoTClient);
  const lambda = useClient(LambdaClient);
  const { account, region } = useSession();
  const [values, setValues] = useState<Values>({ sql: `SELECT * FROM '${functionName}/#'` });
  onChange(async () => {
    const { name: ruleName = "", description, sql } = values;
    await makeWhole(async (made) => {
      const topicRulePayload = {
        sql,
        description: description || undefined,
        awsIotSqlVersion: "2016-03-23",
        actions: [{ lambda: { functionArn } }],
      };
      await iot.send(new CreateTopicRuleCommand({ ruleName, topicRulePayload }));
      made(`the rule ${ruleName}`, () => iot.send(new DeleteTopicRuleCommand({ ruleName })));
      const sourceArn = `arn:aws:iot:${region}:${account}:rule/${ruleName}`;
      const allowed = { functionArn, principal: "iot.amazonaws.com", sourceArn, sourceAccount: account };
      await allowInvoke(lambda, allowed, made);
    });
    return ruleName;
  });
  return (
    <SpaceBetween size="l">
      <DescribedFields fields={fields} values={values} onChange={setValues} />
      <Box color="text-body-secondary">
        Lambda will add the necessary permissions for AWS IoT to invoke your Lambda function from this trigger.
      </Box>
    </SpaceBetween>
  );
}
