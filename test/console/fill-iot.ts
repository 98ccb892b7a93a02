import {
  AddThingToThingGroupCommand,
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateJobCommand,
  CreateKeysAndCertificateCommand,
  CreatePolicyCommand,
  CreateThingCommand,
  CreateThingGroupCommand,
  CreateThingTypeCommand,
  CreateTopicRuleCommand,
  IoTClient,
} from "@aws-sdk/client-iot";
import { IoTDataPlaneClient, UpdateThingShadowCommand } from "@aws-sdk/client-iot-data-plane";
import type { TestSquall } from "../support/squall.ts";

const thing = "/console/iot/things/machine-1";

/** Pages of IoT of each kind, with something on them; lists and dialogs are walked. */
export const iotPages: readonly string[] = [
  "/console/iot/things",
  "/console/iot/create-thing",
  thing,
  `${thing}?tab=activity`,
  `${thing}/shadow`,
  "/console/iot/groups/hall",
  "/console/iot/policies/machines?tab=versions",
  "/console/iot/create-rule",
  "/console/iot/rules/sales",
  "/console/iot/create-job",
  "/console/iot/job-templates",
  "/console/iot/jobs/update-1",
  "/console/iot/test",
  "/console/iot/monitor",
  "/console/iot/settings",
];

/** What they show. */
export async function fillIot(squall: TestSquall): Promise<void> {
  const iot = squall.client(IoTClient);
  await iot.send(new CreateThingTypeCommand({ thingTypeName: "machine" }));
  const attributePayload = { attributes: { floor: "2" } };
  await iot.send(new CreateThingCommand({ thingName: "machine-1", thingTypeName: "machine", attributePayload }));
  await iot.send(new CreateThingGroupCommand({ thingGroupName: "hall" }));
  await iot.send(new AddThingToThingGroupCommand({ thingGroupName: "hall", thingName: "machine-1" }));
  const { certificateArn = "" } = await iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
  const statement = { Effect: "Allow", Action: "iot:*", Resource: "*" };
  const policyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await iot.send(new CreatePolicyCommand({ policyName: "machines", policyDocument }));
  await iot.send(new AttachPolicyCommand({ policyName: "machines", target: certificateArn }));
  await iot.send(new AttachThingPrincipalCommand({ thingName: "machine-1", principal: certificateArn }));
  await iot.send(
    new CreateTopicRuleCommand({
      ruleName: "sales",
      topicRulePayload: {
        sql: "SELECT item, price FROM 'machines/+/sales' WHERE price > 1",
        awsIotSqlVersion: "2016-03-23",
        actions: [{ lambda: { functionArn: "arn:aws:lambda:us-east-1:000000000000:function:sales" } }],
        errorAction: {
          sqs: {
            queueUrl: `${squall.endpoint}/000000000000/failed`,
            roleArn: "arn:aws:iam::000000000000:role/LabRole",
          },
        },
      },
    }),
  );
  await iot.send(
    new CreateJobCommand({
      jobId: "update-1",
      targets: ["arn:aws:iot:us-east-1:000000000000:thing/machine-1"],
      document: '{"version": "2.0.1"}',
    }),
  );
  const state = { desired: { light: "on", level: 3 }, reported: { light: "off", level: 3 } };
  await squall
    .client(IoTDataPlaneClient)
    .send(new UpdateThingShadowCommand({ thingName: "machine-1", payload: Buffer.from(JSON.stringify({ state })) }));
}
