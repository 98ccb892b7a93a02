import type { Sandbox } from "../sandbox/sandbox.ts";
import { cloudwatch } from "./cloudwatch/service.ts";
import { costExplorer } from "./cost-explorer/service.ts";
import { iam } from "./iam/service.ts";
import { createLambda } from "./lambda/service.ts";
import { logs } from "./logs/service.ts";
import { s3 } from "./s3/service.ts";
import type { AnyService, ServiceHost } from "./service.ts";
import { sts } from "./sts/service.ts";

/** Every service there is, a line each. */
export const createServices = (createSandbox: (host: ServiceHost) => Sandbox): readonly AnyService[] => [
  cloudwatch,
  costExplorer,
  iam,
  createLambda(createSandbox),
  logs,
  s3,
  sts,
];
