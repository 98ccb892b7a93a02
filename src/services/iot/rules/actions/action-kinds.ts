import { parseArn } from "../../../../platform/arn.ts";
import type { Place } from "../../../service.ts";
import type { ActionCall } from "./action-call.ts";
import { putAlarmState, putMetric } from "./cloudwatch-actions.ts";
import { putItem, writeTable } from "./dynamodb-actions.ts";
import { writeLog } from "./log-action.ts";
import { publishTopic, sendMessage } from "./message-actions.ts";
import { putObject } from "./object-action.ts";
import { republish } from "./republish-action.ts";
import { putRecord, startExecution } from "./stream-actions.ts";

export interface ActionKind {
  /** Rejects as the service does that is called. */
  readonly perform: (call: ActionCall) => Promise<unknown>;
  /** Where what it acts on is, where its settings can tell. */
  readonly placeOf?: (settings: Readonly<Record<string, unknown>>) => Place | undefined;
}

/** Actions in a role's name, by their members in the API. Source: "AWS IoT rule actions". */
export const actionKinds: Readonly<Record<string, ActionKind | undefined>> = {
  cloudwatchAlarm: { perform: putAlarmState },
  cloudwatchLogs: { perform: writeLog },
  cloudwatchMetric: { perform: putMetric },
  dynamoDB: { perform: writeTable },
  dynamoDBv2: { perform: putItem },
  kinesis: { perform: putRecord },
  republish: { perform: republish },
  s3: { perform: putObject },
  sns: { perform: publishTopic, placeOf: ({ targetArn }) => parseArn(String(targetArn)) },
  sqs: { perform: sendMessage },
  stepFunctions: { perform: startExecution },
};
