import { hash } from "node:crypto";
import type { MethodSetting } from "@aws-sdk/client-api-gateway";
import { AccessLogs, toAccessLine } from "../../execute-api/access-log.ts";
import { Metering } from "../../execute-api/metering.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { StageRecord } from "../parts/part.ts";
import { type Asked, type Authorized, contextOf, contextValue } from "./asked.ts";
import type { GatewayError } from "./gateway-error.ts";
import type { RestAnswer } from "./rest-answer.ts";

/** A request that has been answered. */
export interface AnsweredRestRequest {
  readonly asked: Asked;
  readonly stage: StageRecord;
  readonly settings: MethodSetting | undefined;
  readonly authorized: Authorized;
  readonly answer: RestAnswer;
  /** Of its body. */
  readonly bytes: number;
  readonly latencyMs: number;
  /** Why it was not the integration's answer. */
  readonly refused: GatewayError | undefined;
}

/** What is told of requests to REST APIs: metrics, the bill and the access log. */
export class RequestReports {
  /** Execution logs are written by these, too. */
  readonly logs: AccessLogs;
  readonly #metering: Metering;

  constructor(host: ServiceHost) {
    this.logs = new AccessLogs(host);
    this.#metering = new Metering(host, {
      clientErrors: "4XXError",
      serverErrors: "5XXError",
      usageType: "ApiGatewayRequest",
      operation: "ApiGatewayRequest",
    });
  }

  tell({ asked, stage, settings, authorized, answer, bytes, latencyMs, refused }: AnsweredRestRequest): void {
    const { at, api, stageName, resource, request } = asked;
    const byApi = { Name: "ApiName", Value: api.name };
    const byStage = { Name: "Stage", Value: stageName };
    const byMethod = [
      { Name: "Resource", Value: resource.path },
      { Name: "Method", Value: request.method },
    ];
    this.#metering.count({
      at,
      apiName: api.name,
      tags: api.tags ?? {},
      dimensions: [[byApi], [byApi, byStage], ...(settings?.metricsEnabled ? [[byApi, byStage, ...byMethod]] : [])],
      status: answer.status,
      latencyMs,
      integrationLatencyMs: answer.integration?.latencyMs,
      bytes: request.body.length + bytes,
      // Each 10 MB of a streamed answer are a request. Source: "Amazon API Gateway pricing".
      ...(answer.streamed && { requests: Math.max(1, Math.ceil(bytes / limits.unpacedStreamBytes)) }),
      ...(answer.cache && {
        further: { CacheHitCount: answer.cache === "hit" ? 1 : 0, CacheMissCount: answer.cache === "miss" ? 1 : 0 },
      }),
    });
    const { destinationArn, format } = stage.accessLogSettings ?? {};
    if (!destinationArn || !format) return;
    const context = contextOf(asked, authorized);
    const facts = {
      status: answer.status,
      responseLength: bytes,
      responseLatency: Math.round(latencyMs),
      "error.message": refused?.told ?? undefined,
      "error.messageString": refused && JSON.stringify(refused.told),
      "error.responseType": refused?.type,
      "integration.error": refused?.message,
      "integration.latency": answer.integration && Math.round(answer.integration.latencyMs),
      integrationLatency: answer.integration && Math.round(answer.integration.latencyMs),
      "integration.responseTransferMode": asked.integration.responseTransferMode === "STREAM" ? "STREAMED" : "BUFFERED",
      "integration.timeToAllHeaders": rounded(answer.integration?.headersMs),
      "integration.timeToFirstContent": rounded(answer.integration?.firstContentMs),
      "integration.status": answer.integration?.status,
      integrationStatus: answer.integration?.status,
    };
    const line = toAccessLine(format, facts, (name) => contextValue(context, name));
    this.logs.add(at, destinationArn, hash("md5", `${api.id}/${stageName}`, "hex"), line);
  }

  async stop(): Promise<void> {
    await this.logs.stop();
    await this.#metering.stop();
  }

  reset(): void {
    this.logs.reset();
  }
}

function rounded(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms);
}
