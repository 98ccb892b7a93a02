import type { TestInvokeAuthorizerRequest, TestInvokeAuthorizerResponse } from "@aws-sdk/client-api-gateway";
import type { RestApiRecord } from "../apis/api.ts";
import type { Snapshot } from "../deployments/snapshot-store.ts";
import type { ApiGatewayContext } from "../operation.ts";
import type { AuthorizerRecord } from "../parts/part.ts";
import { toAsked } from "./test-method.ts";

type Input = Pick<
  TestInvokeAuthorizerRequest,
  "headers" | "multiValueHeaders" | "pathWithQueryString" | "body" | "stageVariables"
>;

/** Source: "TestInvokeAuthorizer". */
export async function testAuthorizer(
  context: ApiGatewayContext,
  api: RestApiRecord,
  snapshot: Snapshot,
  authorizer: AuthorizerRecord,
  input: Input,
): Promise<TestInvokeAuthorizerResponse> {
  const { host, state } = context;
  const restApis = await state.restApis();
  const lines: string[] = [];
  const isPool = authorizer.type === "COGNITO_USER_POOLS";
  const method = {
    httpMethod: "GET",
    authorizationType: isPool ? "COGNITO_USER_POOLS" : "CUSTOM",
    authorizerId: authorizer.id,
  };
  const resource = { id: "", path: "/", methods: { GET: method } };
  const asked = toAsked(context, restApis.templates, api, snapshot, resource, { ...input, httpMethod: "GET" }, (line) =>
    lines.push(line),
  );
  const startedMs = host.clock.monotonicMs();
  const { authorized, refused } = await restApis.authorizeTest(asked);
  const latency = Math.round(host.clock.monotonicMs() - startedMs);
  const log = [`Execution log for request ${asked.requestId}`, `Starting authorizer: ${authorizer.id}`, ...lines];
  if (refused) {
    const clientStatus =
      refused.status ?? (refused.type === "UNAUTHORIZED" ? 401 : refused.type === "ACCESS_DENIED" ? 403 : 500);
    return { clientStatus, log: [...log, refused.message, ""].join("\n"), latency };
  }
  const { principalId = "", claims, ...told } = (authorized.authorizer ?? {}) as Record<string, unknown>;
  const texts = Object.entries(told).map(([name, value]) => [name, [String(value)]]);
  return {
    clientStatus: 200,
    log: [...log, "Successfully completed authorizer execution", ""].join("\n"),
    latency,
    principalId: String(principalId),
    ...(claims !== undefined && { claims: claims as Record<string, string> }),
    ...(texts.length > 0 && { authorization: Object.fromEntries(texts) }),
  };
}
