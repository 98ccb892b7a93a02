import type { AnnotationValue, ServiceId, TraceSummary, ValueWithServiceIds } from "@aws-sdk/client-xray";
import { eachWork, type Segment, type Work } from "../segments/segment.ts";
import { responseTimeOf, type Trace, traceDuration } from "./trace.ts";

export function toSummary(trace: Trace, account: string): TraceSummary {
  const { entry } = trace;
  const works = trace.segments.flatMap((segment) => [...eachWork(segment)].map((work) => ({ segment, work })));
  const has = (flag: "fault" | "error" | "throttle") => trace.segments.some((segment) => segment[flag] === true);
  const services = new Map(
    trace.segments.map((segment) => [`${segment.name}/${segment.origin}`, serviceId(segment, account)]),
  );
  const arns = new Set(
    trace.segments.flatMap(({ resource_arn }) => (resource_arn === undefined ? [] : [resource_arn])),
  );
  return {
    Id: trace.id,
    StartTime: new Date(trace.startTime * 1000),
    Duration: round(traceDuration(trace)),
    ResponseTime: round(responseTimeOf(trace)),
    HasFault: has("fault"),
    HasError: has("error"),
    HasThrottle: has("throttle"),
    IsPartial: trace.isPartial,
    Http: httpOf(entry),
    Annotations: annotationsOf(works, account),
    Users: usersOf(trace.segments, account),
    ServiceIds: [...services.values()],
    ResourceARNs: [...arns].map((ARN) => ({ ARN })),
    InstanceIds: [],
    AvailabilityZones: [],
    ...(entry && { EntryPoint: serviceId(entry, account) }),
    FaultRootCauses: [],
    ErrorRootCauses: [],
    ResponseTimeRootCauses: [],
    Revision: 1,
    MatchedEventTime: new Date(trace.endTime * 1000),
  };
}

export function serviceId({ name, origin }: Segment, AccountId: string): ServiceId {
  return { Name: name, Names: [name], AccountId, ...(origin !== undefined && { Type: origin }) };
}

/** Clients read the status as a whole number, and cannot read the page that has another. */
function httpOf(entry: Segment | undefined): TraceSummary["Http"] {
  const { request, response } = entry?.http ?? {};
  return {
    ...(request?.url !== undefined && { HttpURL: String(request.url) }),
    ...(request?.method !== undefined && { HttpMethod: String(request.method) }),
    ...(request?.user_agent !== undefined && { UserAgent: String(request.user_agent) }),
    ...(request?.client_ip !== undefined && { ClientIp: String(request.client_ip) }),
    ...(Number.isInteger(response?.status) && { HttpStatus: response?.status }),
  };
}

function annotationsOf(
  works: readonly { segment: Segment; work: Work }[],
  account: string,
): Record<string, ValueWithServiceIds[]> {
  const found = new Map<string, ValueWithServiceIds[]>();
  for (const { segment, work } of works) {
    for (const [key, value] of Object.entries(work.annotations ?? {})) {
      const values = found.get(key) ?? [];
      values.push({ AnnotationValue: annotationValue(value), ServiceIds: [serviceId(segment, account)] });
      found.set(key, values);
    }
  }
  return Object.fromEntries(found);
}

function annotationValue(value: string | number | boolean): AnnotationValue {
  if (typeof value === "number") return { NumberValue: value };
  if (typeof value === "boolean") return { BooleanValue: value };
  return { StringValue: String(value) };
}

function usersOf(segments: readonly Segment[], account: string): TraceSummary["Users"] {
  return segments.flatMap((segment) =>
    segment.user === undefined ? [] : [{ UserName: segment.user, ServiceIds: [serviceId(segment, account)] }],
  );
}

/** As X-Ray gives times: by the millisecond. */
function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
