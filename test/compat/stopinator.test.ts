import assert from "node:assert/strict";
import { test } from "node:test";
import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  EC2Client,
  RunInstancesCommand,
  StartInstancesCommand,
} from "@aws-sdk/client-ec2";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { createFunction } from "../support/create-function.ts";
import { eventually } from "../support/eventually.ts";
import { startSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

/** The course's function, but for the instance's id. */
const source = (instanceId: string) => `
import boto3
region = 'us-east-1'
instances = ['${instanceId}']
ec2 = boto3.client('ec2', region_name=region)

def handler(event, context):
    ec2.stop_instances(InstanceIds=instances)
    print('stopped your instances: ' + str(instances))
`;

test("the lab's function stops an instance every minute, also when it is started again by hand", async (context) => {
  const squall = await startSquall();
  context.after(() => squall.close());
  const ec2 = squall.client(EC2Client);
  const lambda = squall.client(LambdaClient);
  const events = squall.client(EventBridgeClient);
  context.after(() => {
    for (const client of [ec2, lambda, events]) client.destroy();
  });
  const pass = (advanceMilliseconds: number) =>
    fetch(`${squall.endpoint}/_squall/clock`, { method: "POST", body: JSON.stringify({ advanceMilliseconds }) });

  const { Images = [] } = await ec2.send(
    new DescribeImagesCommand({ Filters: [{ Name: "name", Values: ["al2023-ami-2023.*-x86_64"] }] }),
  );
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({ ImageId: Images[0]?.ImageId, InstanceType: "t3.micro", MinCount: 1, MaxCount: 1 }),
  );
  const id = Instances[0]?.InstanceId ?? "";
  const untilState = (wanted: string) =>
    eventually(
      async () => {
        const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
        return Reservations[0]?.Instances?.[0]?.State?.Name === wanted || undefined;
      },
      `the instance to be ${wanted}`,
      20_000,
    );
  await pass(5_000);
  await untilState("running");

  await createFunction(lambda, "myStopinator", zip({ "index.py": source(id) }));
  const { RuleArn } = await events.send(
    new PutRuleCommand({ Name: "everyMinute", ScheduleExpression: "rate(1 minute)" }),
  );
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: "myStopinator",
      StatementId: "everyMinute",
      Action: "lambda:InvokeFunction",
      Principal: "events.amazonaws.com",
      SourceArn: RuleArn,
    }),
  );
  const Arn = "arn:aws:lambda:us-east-1:000000000000:function:myStopinator";
  await events.send(new PutTargetsCommand({ Rule: "everyMinute", Targets: [{ Id: "1", Arn }] }));

  for (let time = 0; time < 2; time++) {
    await pass(60_000);
    await pass(10_000);
    await untilState("stopped");
    if (time === 1) break;
    const { StartingInstances } = await ec2.send(new StartInstancesCommand({ InstanceIds: [id] }));
    assert.equal(StartingInstances?.[0]?.CurrentState?.Name, "pending");
    await pass(5_000);
    await untilState("running");
  }
});
