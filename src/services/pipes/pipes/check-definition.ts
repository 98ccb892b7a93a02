import { parseArn } from "../../../platform/arn.ts";
import type { ServiceHost } from "../../service.ts";
import { targetKindOf } from "../../targets/target-kinds.ts";
import { invalid, notBuilt } from "../errors.ts";
import { limits } from "../limits.ts";
import { toFilter } from "../runners/record-filter.ts";
import type { Definition } from "./pipe.ts";

/** Throws ValidationException for what a pipe cannot be, and by name for what is not built. */
export async function checkDefinition(definition: Definition, host: ServiceHost): Promise<void> {
  checkSource(definition);
  checkEnrichment(definition);
  await checkTarget(definition, host);
}

function checkSource({ source, sourceParameters: parameters = {} }: Definition): void {
  const arn = parseArn(source);
  if (arn?.service === "dynamodb" && /^table\/[\w.-]+\/stream\/[\w:.-]+$/.test(arn.resource)) {
    checkStreamSource(parameters);
    return;
  }
  if (arn?.service !== "sqs") throw notBuilt(`${arn?.service ?? source} as a source`);
  for (const name of Object.keys(parameters)) {
    if (name !== "FilterCriteria" && name !== "SqsQueueParameters")
      throw invalid(`${name} are not valid for a source of Amazon SQS.`);
  }
  const { BatchSize: size = limits.batchSize, MaximumBatchingWindowInSeconds: window = 0 } =
    parameters.SqsQueueParameters ?? {};
  const isFifo = arn.resource.endsWith(".fifo");
  if (size < 1 || size > (isFifo ? limits.fifoBatch : limits.largestBatch))
    throw invalid(`BatchSize must be from 1 to ${isFifo ? limits.fifoBatch : limits.largestBatch}.`);
  if (isFifo && window > 0) throw invalid("A FIFO queue has no MaximumBatchingWindowInSeconds.");
  if (!isFifo && size > limits.batchSize && window < 1)
    throw invalid("MaximumBatchingWindowInSeconds must be at least 1 where BatchSize is greater than 10.");
  checkFilters(parameters);
}

function checkStreamSource(parameters: NonNullable<Definition["sourceParameters"]>): void {
  for (const name of Object.keys(parameters)) {
    if (name !== "FilterCriteria" && name !== "DynamoDBStreamParameters")
      throw invalid(`${name} are not valid for a source of Amazon DynamoDB.`);
  }
  const stream = parameters.DynamoDBStreamParameters;
  if (!stream?.StartingPosition) throw invalid("DynamoDBStreamParameters.StartingPosition must be given.");
  const { BatchSize: size = limits.streamBatch, DeadLetterConfig } = stream;
  if (size < 1 || size > limits.largestBatch) throw invalid(`BatchSize must be from 1 to ${limits.largestBatch}.`);
  const target = DeadLetterConfig?.Arn === undefined ? undefined : parseArn(DeadLetterConfig.Arn);
  if (DeadLetterConfig?.Arn !== undefined && target?.service !== "sqs" && target?.service !== "sns")
    throw invalid("DeadLetterConfig must name a queue of Amazon SQS or a topic of Amazon SNS.");
  checkFilters(parameters);
}

function checkFilters({ FilterCriteria }: NonNullable<Definition["sourceParameters"]>): void {
  const filters = FilterCriteria?.Filters ?? [];
  if (filters.length > limits.filters) throw invalid(`A pipe has at most ${limits.filters} filters.`);
  toFilter(filters.map(({ Pattern = "" }) => Pattern));
}

function checkEnrichment({ enrichment, enrichmentParameters }: Definition): void {
  if (enrichment === undefined) return;
  const arn = parseArn(enrichment);
  if (!arn || targetKindOf(arn) !== "function") throw notBuilt(`${arn?.service ?? enrichment} as an enrichment`);
  if (enrichmentParameters?.HttpParameters)
    throw invalid("HttpParameters are not valid for an enrichment of AWS Lambda.");
}

/** Which member of TargetParameters belongs to which kind of target, and the operation that must be built for it. */
const targets = {
  function: { parameters: "LambdaFunctionParameters", api: ["lambda", "invoke"] },
  queue: { parameters: "SqsQueueParameters", api: ["sqs", "sendMessage"] },
  topic: { parameters: undefined, api: ["sns", "publish"] },
  eventBus: { parameters: "EventBridgeEventBusParameters", api: ["eventbridge", "putEvents"] },
  logGroup: { parameters: "CloudWatchLogsParameters", api: ["cloudwatchlogs", "putLogEvents"] },
} as const;

async function checkTarget({ target, targetParameters = {} }: Definition, { named }: ServiceHost): Promise<void> {
  const arn = parseArn(target);
  const kind = arn && targetKindOf(arn);
  if (!kind || !Object.hasOwn(targets, kind)) throw notBuilt(`${arn?.service ?? target} as a target`);
  const { parameters, api } = targets[kind as keyof typeof targets];
  const [service, action] = api;
  const found = await named.find(service, action);
  if (typeof found === "string" || !found.isBuilt) throw notBuilt(`${service} as a target`);
  for (const name of Object.keys(targetParameters)) {
    if (name !== "InputTemplate" && name !== parameters)
      throw invalid(`${name} are not valid for the target ${target}.`);
  }
  if (targetParameters.CloudWatchLogsParameters) throw notBuilt("CloudWatchLogsParameters");
  const { EndpointId, Time } = targetParameters.EventBridgeEventBusParameters ?? {};
  if (EndpointId !== undefined) throw notBuilt("EndpointId");
  if (Time !== undefined) throw notBuilt("Time");
  if (target.endsWith(".fifo") && kind === "queue" && targetParameters.SqsQueueParameters?.MessageGroupId === undefined)
    throw invalid("SqsQueueParameters.MessageGroupId must be given for a FIFO queue.");
}
