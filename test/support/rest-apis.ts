import { EventEmitter } from "node:events";
import { createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  type CreateRestApiCommandInput,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  type PutIntegrationResponseCommandInput,
  PutMethodCommand,
  type PutMethodCommandInput,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { createFunction } from "./create-function.ts";
import { askUrl, type UrlAsk } from "./function-urls.ts";
import { startSquall } from "./squall.ts";
import { zip } from "./zip.ts";

export const uriOf = (name: string) =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${name}/invocations`;

/** A server with the functions `echo`, `plain` and `authorizer`, another server behind its APIs, and a way to make them. */
export async function startRestApis() {
  const squall = await startSquall();
  const gateway = squall.client(APIGatewayClient);
  const gate = new EventEmitter();
  const backend = createServer((request, response) => {
    if (request.url === "/in/late") return;
    if (request.url === "/in/half") return void response.writeHead(200).write("half");
    // What begins, and goes on when the gate opens.
    if (request.url === "/in/gate" || request.url === "/in/open") {
      if (request.url === "/in/open") response.write("one ");
      gate.once("open", () => response.end("two"));
      return;
    }
    if (request.url === "/in/whole") return void response.writeHead(203).end('{"method":"GET"}');
    const body: Buffer[] = [];
    request.on("data", (chunk) => body.push(chunk));
    request.on("end", () => {
      response.writeHead(203, { "content-type": "application/json", "x-backend": "yes" });
      const { method, url, headers } = request;
      response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(body).toString() }));
    });
  });
  await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  const lambda = squall.client(LambdaClient);
  for (const [name, source] of Object.entries({ echo, plain, authorizer })) {
    await createFunction(lambda, name, zip({ "index.py": source }));
    await openToApis(lambda, name);
  }
  return {
    squall,
    gateway,
    lambda,
    gate,
    backendUrl: (path: string) => `http://127.0.0.1:${(backend.address() as AddressInfo).port}${path}`,
    makeApi: (more: Partial<CreateRestApiCommandInput> = {}) => makeApi(gateway, squall.endpoint, more),
    close: async () => {
      backend.closeAllConnections();
      backend.close();
      await squall.close();
    },
  };
}

export async function openToApis(lambda: LambdaClient, FunctionName: string): Promise<void> {
  const permission = { StatementId: "api", Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" };
  await lambda.send(new AddPermissionCommand({ FunctionName, ...permission }));
}

/** Answers what its body says, or the event. */
const echo = `
import json
def handler(event, context):
    if event["body"] and event["body"].startswith("{\\"answer\\""):
        return json.loads(event["body"])["answer"]
    return {"statusCode": 200, "body": json.dumps(event)}
`;
const plain = `
def handler(event, context):
    if isinstance(event, dict) and "fail" in event:
        raise Exception(event["fail"])
    return event
`;
const authorizer = `
def handler(event, context):
    token = event.get("authorizationToken") or event["headers"].get("X-Token")
    if token == "broken":
        return {}
    effect = "Allow" if token == "good" else "Deny"
    statement = {"Effect": effect, "Action": "execute-api:Invoke", "Resource": event["methodArn"]}
    return {"principalId": "me", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}, "context": {"n": 7}}
`;

async function makeApi(gateway: APIGatewayClient, serverEndpoint: string, more: Partial<CreateRestApiCommandInput>) {
  const { id: restApiId = "", rootResourceId = "" } = await gateway.send(
    new CreateRestApiCommand({ name: "api", ...more }),
  );
  const endpoint = `http://${restApiId}.execute-api.us-east-1.localhost:${new URL(serverEndpoint).port}/`;
  return {
    restApiId,
    resource: async (pathPart: string, parentId = rootResourceId) =>
      (await gateway.send(new CreateResourceCommand({ restApiId, parentId, pathPart }))).id ?? "",
    method: async (
      resourceId: string | undefined,
      integration: Partial<PutIntegrationCommandInput>,
      settings: Partial<PutMethodCommandInput> = {},
    ) => {
      const place = { restApiId, resourceId: resourceId ?? rootResourceId, httpMethod: settings.httpMethod ?? "ANY" };
      await gateway.send(new PutMethodCommand({ ...place, authorizationType: "NONE", ...settings }));
      const toFunction = { type: "AWS_PROXY", integrationHttpMethod: "POST", uri: uriOf("echo") } as const;
      await gateway.send(new PutIntegrationCommand({ ...place, ...toFunction, ...integration }));
      return async (statusCode: string, response: Partial<PutIntegrationResponseCommandInput> = {}) => {
        await gateway.send(new PutMethodResponseCommand({ ...place, statusCode }));
        await gateway.send(new PutIntegrationResponseCommand({ ...place, statusCode, ...response }));
      };
    },
    deploy: (variables: Record<string, string> = {}) =>
      gateway.send(new CreateDeploymentCommand({ restApiId, stageName: "dev", variables })),
    /** The answer as it comes. */
    open: (path: string) =>
      new Promise<IncomingMessage>((resolve, reject) => {
        const { port, host } = new URL(endpoint);
        get({ host: "127.0.0.1", port, path: `/dev${path}`, headers: { host } }, resolve).on("error", reject);
      }),
    ask: (path: string, more: UrlAsk = {}) => askUrl(endpoint, { path: `/dev${path}`, ...more }),
  };
}
