import type { ConsoleService } from "../shell/console-service.ts";
import { apiGateway } from "./apigateway/service.ts";
import { billing } from "./billing/service.ts";
import { cloudwatch } from "./cloudwatch/service.ts";
import { dynamodb } from "./dynamodb/service.ts";
import { ec2 } from "./ec2/service.ts";
import { events } from "./events/service.ts";
import { iam } from "./iam/service.ts";
import { iot } from "./iot/service.ts";
import { labs } from "./labs/service.ts";
import { lambda } from "./lambda/service.ts";
import { s3 } from "./s3/service.ts";
import { servers } from "./servers/service.ts";
import { sns } from "./sns/service.ts";
import { sqs } from "./sqs/service.ts";
import { xray } from "./xray/service.ts";

/** Every service of the console, a line each. */
export const services: readonly ConsoleService[] = [
  lambda,
  ec2,
  s3,
  dynamodb,
  sqs,
  sns,
  events,
  apiGateway,
  iot,
  cloudwatch,
  xray,
  iam,
  billing,
  labs,
  servers,
];
