import type {
  CreatePipeRequest,
  DescribePipeResponse,
  PipeTargetParameters,
  UpdatePipeRequest,
} from "@aws-sdk/client-pipes";
import type { RoleArn } from "../../../permission/role-field.tsx";

/** What a pipe can send to; `service` begins its ARN, `actions` are what its role needs for it. */
export const pipeTargets = [
  {
    value: "lambda",
    label: "Lambda function",
    service: "lambda",
    noun: "a function",
    actions: ["lambda:InvokeFunction"],
  },
  { value: "sqs", label: "SQS queue", service: "sqs", noun: "a queue", actions: ["sqs:SendMessage"] },
  { value: "sns", label: "SNS topic", service: "sns", noun: "a topic", actions: ["sns:Publish"] },
  {
    value: "events",
    label: "EventBridge event bus",
    service: "events",
    noun: "an event bus",
    actions: ["events:PutEvents"],
  },
] as const;

export type PipeTarget = (typeof pipeTargets)[number]["value"];

/** A pipe as the form has it. */
export interface PipeForm {
  readonly name: string;
  readonly description: string;
  /** A queue's ARN. It stays what it was when the pipe was made. */
  readonly source: string;
  readonly batchSize: string;
  readonly windowSeconds: string;
  readonly filters: readonly string[];
  /** A function's ARN, or nothing. */
  readonly enrichment: string;
  readonly target: PipeTarget;
  readonly arn: string;
  /** Of a FIFO queue. */
  readonly groupId: string;
  /** Of an event bus. */
  readonly eventSource: string;
  readonly detailType: string;
  readonly template: string;
  readonly role: RoleArn;
}

export const initialPipe: PipeForm = {
  name: "",
  description: "",
  source: "",
  batchSize: "10",
  windowSeconds: "0",
  filters: [],
  enrichment: "",
  target: "lambda",
  arn: "",
  groupId: "",
  eventSource: "",
  detailType: "",
  template: "",
  role: undefined,
};

export function toPipeForm(pipe: DescribePipeResponse): PipeForm {
  const { SqsQueueParameters, FilterCriteria } = pipe.SourceParameters ?? {};
  const { Target = "", TargetParameters = {} } = pipe;
  return {
    name: pipe.Name ?? "",
    description: pipe.Description ?? "",
    source: pipe.Source ?? "",
    batchSize: String(SqsQueueParameters?.BatchSize ?? 10),
    windowSeconds: String(SqsQueueParameters?.MaximumBatchingWindowInSeconds ?? 0),
    filters: FilterCriteria?.Filters?.map(({ Pattern = "" }) => Pattern) ?? [],
    enrichment: pipe.Enrichment ?? "",
    target: pipeTargets.find(({ service }) => service === Target.split(":")[2])?.value ?? "lambda",
    arn: Target,
    groupId: TargetParameters.SqsQueueParameters?.MessageGroupId ?? "",
    eventSource: TargetParameters.EventBridgeEventBusParameters?.Source ?? "",
    detailType: TargetParameters.EventBridgeEventBusParameters?.DetailType ?? "",
    template: TargetParameters.InputTemplate ?? "",
    role: pipe.RoleArn,
  };
}

export function toNewPipe(form: PipeForm, RoleArn: string): CreatePipeRequest {
  return {
    Name: form.name,
    Description: form.description || undefined,
    RoleArn,
    Source: form.source,
    SourceParameters: toSourceParameters(form),
    Enrichment: form.enrichment || undefined,
    Target: form.arn,
    TargetParameters: toTargetParameters(form, undefined),
  };
}

/** Members that the form does not know stay as they were; what is given as nothing is taken away. */
export function toChangedPipe(form: PipeForm, RoleArn: string, before: DescribePipeResponse): UpdatePipeRequest {
  return {
    Name: form.name,
    Description: form.description,
    RoleArn,
    SourceParameters: toSourceParameters(form),
    Enrichment: form.enrichment,
    EnrichmentParameters: form.enrichment ? before.EnrichmentParameters : undefined,
    Target: form.arn,
    TargetParameters: toTargetParameters(form, before),
  };
}

function toSourceParameters({ source, batchSize, windowSeconds, filters }: PipeForm) {
  return {
    SqsQueueParameters: {
      BatchSize: Number(batchSize),
      MaximumBatchingWindowInSeconds: source.endsWith(".fifo") ? undefined : Number(windowSeconds),
    },
    FilterCriteria: { Filters: filters.map((Pattern) => ({ Pattern })) },
  };
}

function toTargetParameters(form: PipeForm, before: DescribePipeResponse | undefined): PipeTargetParameters {
  const known = before?.Target === form.arn ? before.TargetParameters : undefined;
  return {
    ...known,
    InputTemplate: form.template || undefined,
    SqsQueueParameters:
      form.target === "sqs" && form.groupId
        ? { ...known?.SqsQueueParameters, MessageGroupId: form.groupId }
        : known?.SqsQueueParameters,
    EventBridgeEventBusParameters:
      form.target === "events"
        ? {
            ...known?.EventBridgeEventBusParameters,
            Source: form.eventSource || undefined,
            DetailType: form.detailType || undefined,
          }
        : undefined,
  };
}
