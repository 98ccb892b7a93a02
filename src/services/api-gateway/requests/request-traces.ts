import { parseArn } from "../../../platform/arn.ts";
import { functionOf } from "../../execute-api/function-uri.ts";
import { parseServiceUri } from "../../execute-api/service-uri.ts";
import { toEventHeaders } from "../../http-proxy/proxy-request.ts";
import { rootPrincipal } from "../../principal.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { Sampler } from "../../traces/sampler.ts";
import { SegmentSender } from "../../traces/segment-sender.ts";
import { gatewayArn } from "../apis/api.ts";
import type { Asked } from "./asked.ts";
import type { IntegrationFacts } from "./rest-answer.ts";

/** A request to a stage that is traced. */
export interface RequestTrace {
  /** The header that the integration is given, and the client. */
  readonly traceId: string;
  /** Undefined of a request that was not chosen. */
  readonly segment: { readonly id: string; readonly parent: string | undefined; readonly child: string } | undefined;
}

/** What API Gateway tells X-Ray of requests to stages with active tracing. Source: "Trace user requests to REST APIs using X-Ray in API Gateway". */
export class RequestTraces {
  readonly #host: ServiceHost;
  readonly #sampler: Sampler;
  readonly #sender: SegmentSender<Place>;

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#sampler = new Sampler(host);
    this.#sender = new SegmentSender(host, async ({ account, region }) => ({
      account,
      region,
      principal: rootPrincipal(account),
    }));
  }

  /** `given` is the client's header, or a new one: who has not decided leaves it to us. */
  begin(given: string, stageArn: string): RequestTrace {
    const root = /(?:^|;)(Root=1-[0-9a-f]{8}-[0-9a-f]{24})/i.exec(given)?.[1];
    if (root === undefined) return { traceId: given, segment: undefined };
    const decided = /(?:^|;)Sampled=([01])/i.exec(given)?.[1];
    const parent = /(?:^|;)Parent=([0-9a-f]{16})/i.exec(given)?.[1];
    const lineage = /;Lineage=[^;]*/.exec(given)?.[0] ?? "";
    const isSampled = decided === undefined ? this.#sampler.samples(stageArn) : decided === "1";
    const ids = this.#host.random.bytes(16).toString("hex");
    const [id, child] = [ids.slice(0, 16), ids.slice(16)];
    if (!isSampled) return { traceId: `${root};Parent=${parent ?? id};Sampled=0${lineage}`, segment: undefined };
    return { traceId: `${root};Parent=${child};Sampled=1${lineage}`, segment: { id, parent, child } };
  }

  tell(
    { segment }: RequestTrace,
    asked: Asked,
    { status, integration }: { readonly status: number; readonly integration: IntegrationFacts | undefined },
  ): void {
    if (!segment) return;
    const { at, api, stageName, request, scheme, requestId, extendedRequestId, startedMs, traceId } = asked;
    const endedMs = this.#host.clock.nowMs();
    const headers = toEventHeaders(request);
    const document = {
      id: segment.id,
      trace_id: /Root=([^;]*)/.exec(traceId)?.[1],
      ...(segment.parent !== undefined && { parent_id: segment.parent }),
      name: `${api.name}/${stageName}`.slice(0, 200),
      origin: "AWS::ApiGateway::Stage",
      resource_arn: gatewayArn(at, `/restapis/${api.id}/stages/${stageName}`),
      start_time: startedMs / 1_000,
      end_time: endedMs / 1_000,
      http: {
        request: {
          url: `${scheme}://${headers.host ?? asked.host}${request.path}`.slice(0, 1_000),
          method: request.method,
          ...(headers["user-agent"] && { user_agent: headers["user-agent"].slice(0, 500) }),
          client_ip: request.sourceIp,
          x_forwarded_for: true,
        },
        response: { status },
      },
      aws: { api_gateway: { account_id: at.account, rest_api_id: api.id, stage: stageName, request_id: requestId } },
      annotations: { "aws:api_id": api.id, "aws:api_stage": stageName },
      metadata: { default: { extended_request_id: extendedRequestId, request_id: requestId } },
      ...flagsOf(status),
      ...(integration && { subsegments: [toSubsegment(asked, segment.child, integration, endedMs)] }),
    };
    this.#sender.take(at, JSON.stringify(document));
  }
}

function flagsOf(status: number): object {
  if (status >= 500) return { fault: true };
  return status >= 400 ? { error: true, ...(status === 429 && { throttle: true }) } : {};
}

/** What the integration was asked. */
function toSubsegment(
  { integration, at }: Asked,
  id: string,
  { status, latencyMs }: IntegrationFacts,
  endedMs: number,
): object {
  const { uri = "", httpMethod = "POST" } = integration;
  const times = { start_time: (endedMs - latencyMs) / 1_000, end_time: endedMs / 1_000 };
  const http = { request: { url: uri.slice(0, 1_000), method: httpMethod }, response: { status } };
  const common = { id, ...times, http, ...flagsOf(status) };
  const name = functionOf(uri);
  if (name !== undefined) {
    const function_name = parseArn(name)?.resource.split(":")[1] ?? name;
    const aws = { function_name, region: at.region, operation: "Invoke", resource_names: [function_name] };
    return { ...common, name: "Lambda", namespace: "aws", aws };
  }
  const service = parseServiceUri(uri);
  if (service)
    return { ...common, name: service.service.toUpperCase(), namespace: "aws", aws: { region: service.region } };
  return { ...common, name: URL.canParse(uri) ? new URL(uri).host : "endpoint", namespace: "remote" };
}
