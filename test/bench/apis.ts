import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { labRole } from "../support/lab.ts";
import { clientOptions } from "../support/squall.ts";
import { launchSquall, memoryOf, type SquallProcess } from "../support/squall-process.ts";
import { zip } from "../support/zip.ts";
import type { Baselines } from "./baselines.ts";
import { type Figure, percentile } from "./figure.ts";
import { createFunction, invokeHeaders, invokePath } from "./functions.ts";
import { load, requestBytes } from "./load.ts";

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:python-hello";
/** As many as an API may have. */
const manyRoutes = 300;
const fewRoutes = 10;

/** API Gateway: what it adds to a function, what routes cost, and what clients of a WebSocket API take. */
export async function measureApis(baselines: Baselines, quick: boolean): Promise<Figure[]> {
  await using squall = await launchSquall();
  await createFunction(squall.endpoint, "python-hello");
  await permit(squall, "python-hello");
  return [
    ...(await measureRequests(squall, baselines, quick)),
    ...(await measureFirstByte(squall, quick)),
    ...(await measureConnections(quick)),
  ];
}

async function measureRequests(squall: SquallProcess, baselines: Baselines, quick: boolean): Promise<Figure[]> {
  const { port } = squall;
  const [few, many] = [await createHttpApi(squall, fewRoutes), await createHttpApi(squall, manyRoutes)];
  const durationMs = quick ? 1_000 : 5_000;
  const direct = requestBytes("POST", invokePath("python-hello"), invokeHeaders, '{"key":"value"}');
  const measure = async (request: Buffer, clients: number) => {
    await load({ port, request, clients, durationMs: durationMs / 4 });
    const { latenciesMs, perSecond } = await load({ port, request, clients, durationMs });
    return { p50: percentile(latenciesMs, 0.5), perSecond };
  };
  const invoke = await measure(direct, 1);
  const alone = await measure(few(0), 1);
  const crowd = await measure(few(0), 64);
  const ofMany = await measure(many(manyRoutes - 1), 1);
  return [
    {
      name: "HTTP API to a warm function, 1 client, p50",
      value: alone.p50,
      unit: "ms",
      target: 0.6,
      baseline: { name: "node:http echo", value: baselines.echoMs },
    },
    {
      name: "what it adds to Invoke, p50",
      value: alone.p50 - invoke.p50,
      unit: "ms",
      target: 0.3,
      baseline: { name: "direct Invoke", value: invoke.p50 },
    },
    {
      name: "HTTP API to a warm function, 64 clients",
      value: crowd.perSecond,
      unit: "/s",
      target: 6_000,
      baseline: { name: "node:http echo", value: baselines.echoPerSecond[64] ?? Number.NaN },
    },
    {
      name: `HTTP API of ${manyRoutes} routes, 1 client, p50`,
      value: ofMany.p50,
      unit: "ms",
      baseline: { name: `of ${fewRoutes} routes`, value: alone.p50 },
    },
  ];
}

/** Gives the request of its nth route. */
async function createHttpApi(squall: SquallProcess, routes: number): Promise<(route: number) => Buffer> {
  const gateway = new ApiGatewayV2Client(clientOptions(squall.endpoint));
  const { ApiId = "" } = await gateway.send(new CreateApiCommand({ Name: `of-${routes}`, ProtocolType: "HTTP" }));
  const { IntegrationId } = await gateway.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: "AWS_PROXY",
      IntegrationUri: functionArn,
      PayloadFormatVersion: "2.0",
    }),
  );
  for (let route = 0; route < routes; route += 1) {
    const RouteKey = `GET /shops/{shop}/shelves-${route}/{id}`;
    await gateway.send(new CreateRouteCommand({ ApiId, RouteKey, Target: `integrations/${IntegrationId}` }));
  }
  await gateway.send(new CreateStageCommand({ ApiId, StageName: "$default", AutoDeploy: true }));
  gateway.destroy();
  const host = `${ApiId}.execute-api.us-east-1.localhost`;
  return (route) => requestBytes("GET", `/shops/1/shelves-${route}/2`, { host }, "");
}

async function permit(squall: SquallProcess, FunctionName: string): Promise<void> {
  const lambda = new LambdaClient(clientOptions(squall.endpoint));
  const permission = { StatementId: "api", Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" };
  await lambda.send(new AddPermissionCommand({ FunctionName, ...permission }));
  lambda.destroy();
}

/** Writes when it wrote: first after a while, so that the answer's head is not part of it. */
const streaming = `
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.write("begun ");
  await new Promise((resolve) => setTimeout(resolve, 30));
  stream.write(String(performance.timeOrigin + performance.now()));
  await new Promise((resolve) => setTimeout(resolve, 30));
  stream.end();
});
`;

/** From a function's write to the client, on the same machine's clock. */
async function measureFirstByte(squall: SquallProcess, quick: boolean): Promise<Figure[]> {
  const lambda = new LambdaClient(clientOptions(squall.endpoint));
  const FunctionName = "streaming";
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: labRole,
      MemorySize: 512,
      Code: { ZipFile: zip({ "index.mjs": streaming }) },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60, minDelay: 0.02, maxDelay: 0.1 }, { FunctionName });
  const config = { FunctionName, AuthType: "NONE", InvokeMode: "RESPONSE_STREAM" } as const;
  const { FunctionUrl = "" } = await lambda.send(new CreateFunctionUrlConfigCommand(config));
  const permission = { StatementId: "url", Action: "lambda:InvokeFunctionUrl", Principal: "*" };
  await lambda.send(new AddPermissionCommand({ FunctionName, ...permission, FunctionUrlAuthType: "NONE" }));
  lambda.destroy();
  const id = new URL(FunctionUrl).hostname.split(".")[0];
  const latenciesMs: number[] = [];
  for (let run = 0; run < (quick ? 20 : 100); run += 1) {
    const { body } = await fetch(`http://127.0.0.1:${squall.port}/_aws/lambda-url/${id}/`);
    for await (const chunk of body ?? []) {
      const nowMs = performance.timeOrigin + performance.now();
      const wroteMs = Number(/(\d{13}[\d.]*)/.exec(Buffer.from(chunk as Uint8Array).toString())?.[1]);
      if (wroteMs) latenciesMs.push(nowMs - wroteMs);
    }
  }
  return [
    {
      name: "a streamed answer's byte, from function to client, p50",
      value: percentile(latenciesMs, 0.5),
      unit: "ms",
      target: 5,
    },
  ];
}

/** A handshake by hand: a library's clients would take more memory than the server. */
const handshake = (host: string) =>
  [
    "GET /dev HTTP/1.1",
    `Host: ${host}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "",
    "",
  ].join("\r\n");

/** AWS lets in 500 a second. */
const connectsPerTick = 40;
const tickMs = 100;

async function measureConnections(quick: boolean): Promise<Figure[]> {
  const clients = quick ? 1_000 : 10_000;
  await using squall = await launchSquall();
  const gateway = new ApiGatewayV2Client(clientOptions(squall.endpoint));
  const { ApiId = "" } = await gateway.send(
    new CreateApiCommand({
      Name: "crowd",
      ProtocolType: "WEBSOCKET",
      RouteSelectionExpression: "$request.body.action",
    }),
  );
  await gateway.send(new CreateStageCommand({ ApiId, StageName: "dev", AutoDeploy: true }));
  gateway.destroy();
  const request = handshake(`${ApiId}.execute-api.us-east-1.localhost`);
  const sockets: Socket[] = [await connectOne(squall.port, request)];
  const { ownMiB: before } = memoryOf(squall.pid);
  while (sockets.length < clients) {
    const tick = delay(tickMs);
    const joining = Array.from({ length: Math.min(connectsPerTick, clients - sockets.length) }, () =>
      connectOne(squall.port, request),
    );
    sockets.push(...(await Promise.all(joining)));
    await tick;
  }
  const { ownMiB } = memoryOf(squall.pid);
  for (const socket of sockets) socket.destroy();
  return [
    {
      name: `a server with ${clients} WebSocket connections`,
      value: ownMiB,
      unit: "MiB",
      ...(!quick && { target: 300 }),
      baseline: { name: "with one", value: before },
    },
  ];
}

async function connectOne(port: number, request: string): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1" });
  socket.write(request);
  const closed = once(socket, "close").then(() => Promise.reject(new Error("a client's connection was closed")));
  closed.catch(() => {});
  const [answer] = (await Promise.race([once(socket, "data"), closed])) as [Buffer];
  if (!answer.toString("latin1").startsWith("HTTP/1.1 101"))
    throw new Error(`a client was not let in: ${answer.toString().slice(0, 200)}`);
  return socket.on("error", () => {});
}
