import { isNamed } from "../../../../platform/aws-error.ts";
import { functionArn } from "../../functions/function.ts";
import type { TracedFacts } from "./traced-facts.ts";

/**
 * The two segments of an invocation: the service's, from when it took the event, and the function's, with what it spent its time on. Times are seconds.
 * Source: "Visualize Lambda function invocations using AWS X-Ray", "Understanding X-Ray traces".
 */
export function toSegments(facts: TracedFacts): object[] {
  const { record, requestId, root, parent, serviceSegment, functionSegment, beganMs, endedMs, outcome, error } = facts;
  const of = { trace_id: root, name: record.name, resource_arn: functionArn(record) };
  const aws = {
    account_id: record.account,
    function_arn: functionArn(record),
    request_id: requestId,
    resource_names: [record.name],
  };
  const isThrottled = isNamed(error, "TooManyRequestsException");
  const service = {
    ...of,
    id: serviceSegment,
    ...(parent !== undefined && { parent_id: parent }),
    origin: "AWS::Lambda",
    start_time: beganMs / 1000,
    end_time: endedMs / 1000,
    http: { response: { status: outcome ? 200 : isThrottled ? 429 : 500 } },
    aws,
    ...(isThrottled && { throttle: true, error: true }),
    ...((outcome?.failed || (error !== undefined && !isThrottled)) && { fault: true }),
  };
  if (!outcome) return [service];
  const { durationMs, initDurationMs, errorType } = outcome.report;
  const end = endedMs / 1000;
  const begin = end - durationMs / 1000;
  const nested = (name: string, from: number, to: number, more: object = {}) => ({
    id: nestedId(functionSegment, name),
    name,
    start_time: from,
    end_time: to,
    ...more,
  });
  return [
    service,
    {
      ...of,
      id: functionSegment,
      parent_id: serviceSegment,
      origin: "AWS::Lambda::Function",
      start_time: initDurationMs === undefined ? begin : begin - initDurationMs / 1000,
      end_time: end,
      aws: { ...aws, function_arn: functionArn(record) },
      ...(outcome.failed && { fault: true, cause: causeOf(outcome.payload, errorType) }),
      subsegments: [
        ...(initDurationMs === undefined ? [] : [nested("Initialization", begin - initDurationMs / 1000, begin)]),
        nested("Invocation", begin, end, outcome.failed ? { fault: true } : {}),
      ],
    },
  ];
}

/** What the function says of its error. */
function causeOf(payload: Buffer, errorType: string | undefined): object {
  let said: { errorType?: unknown; errorMessage?: unknown } | undefined;
  try {
    said = JSON.parse(payload.toString("utf8")) as typeof said;
  } catch {
    // It is no error object: then there is what the platform says.
  }
  const type = typeof said?.errorType === "string" ? said.errorType : (errorType ?? "Error");
  const message = typeof said?.errorMessage === "string" ? said.errorMessage.slice(0, 1_000) : "";
  return { exceptions: [{ message, type: type.slice(0, 200) }] };
}

/** Another one for each, made of the segment's own. */
function nestedId(segment: string, name: string): string {
  const low = (BigInt(`0x${segment}`) + BigInt(name.length)) % 2n ** 64n;
  return low.toString(16).padStart(16, "0");
}
