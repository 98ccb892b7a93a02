import { partitionOf } from "../../../../platform/arn.ts";
import type { ActionCall } from "./action-call.ts";

/** Source: "Kinesis Data Streams". */
export async function putRecord({ host, as, id, text, output }: ActionCall): Promise<void> {
  const StreamName = text("streamName");
  await host.call("kinesis", "PutRecord", { StreamName, Data: output, PartitionKey: text("partitionKey") || id }, as);
}

/** An execution's name is its de-duplication. Source: "Step Functions". */
export async function startExecution({ host, as, id, text, output }: ActionCall): Promise<void> {
  const { account, region } = as;
  const stateMachineArn = `arn:${partitionOf(region)}:states:${region}:${account}:stateMachine:${text("stateMachineName")}`;
  const name = `${text("executionNamePrefix")}${id}`.slice(0, 80);
  await host.call("sfn", "StartExecution", { stateMachineArn, name, input: output.toString("utf8") }, as);
}
