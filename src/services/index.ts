import { apiGateway } from "./api-gateway/service.ts";
import { apiGatewayManagement } from "./apigatewayv2/management/service.ts";
import { apiGatewayV2 } from "./apigatewayv2/service.ts";
import { cloudwatch } from "./cloudwatch/service.ts";
import { costExplorer } from "./cost-explorer/service.ts";
import { dlm } from "./dlm/service.ts";
import { dynamodb } from "./dynamodb/service.ts";
import { dynamodbStreams } from "./dynamodb/streams/service.ts";
import { ebs } from "./ebs/service.ts";
import { ec2 } from "./ec2/service.ts";
import { events } from "./eventbridge/service.ts";
import { iam } from "./iam/service.ts";
import { createIotData } from "./iot/data/service.ts";
import { createIotJobsData } from "./iot/jobs-data/service.ts";
import { createIot } from "./iot/service.ts";
import { shareIotState } from "./iot/state.ts";
import { createLambda } from "./lambda/service.ts";
import type { LambdaParts } from "./lambda/state.ts";
import { logs } from "./logs/service.ts";
import { pipes } from "./pipes/service.ts";
import { rbin } from "./rbin/service.ts";
import { s3Control } from "./s3/control/service.ts";
import { s3 } from "./s3/service.ts";
import { scheduler } from "./scheduler/service.ts";
import type { AnyService } from "./service.ts";
import { sns } from "./sns/service.ts";
import { sqs } from "./sqs/service.ts";
import { ssm } from "./ssm/service.ts";
import { sts } from "./sts/service.ts";
import { xray } from "./xray/service.ts";

/** Every service there is, a line each. */
export function createServices(lambda: LambdaParts): readonly AnyService[] {
  const iotState = shareIotState();
  return [
    // Before the APIs that the connections are of.
    apiGatewayManagement,
    apiGateway,
    apiGatewayV2,
    cloudwatch,
    costExplorer,
    dlm,
    dynamodb,
    ebs,
    dynamodbStreams,
    ec2,
    events,
    iam,
    createIot(iotState),
    createIotData(iotState),
    createIotJobsData(iotState),
    createLambda(lambda),
    logs,
    pipes,
    rbin,
    s3,
    s3Control,
    scheduler,
    sns,
    sqs,
    ssm,
    sts,
    xray,
  ];
}
