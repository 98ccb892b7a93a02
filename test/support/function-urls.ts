import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import {
  AddPermissionCommand,
  type CreateFunctionCommandInput,
  CreateFunctionUrlConfigCommand,
  type CreateFunctionUrlConfigCommandInput,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { createFunction } from "./create-function.ts";
import { zip } from "./zip.ts";

/** A function's program: its only file is where its handler looks. */
export interface UrlFunction extends Partial<CreateFunctionCommandInput> {
  readonly runtime: "python3.11" | "nodejs22.x" | "provided.al2023";
  readonly source: string;
}

const files = { "python3.11": "index.py", "nodejs22.x": "index.mjs", "provided.al2023": "bootstrap" } as const;

/** Makes a function with a URL; where `isPublic`, everybody may call it. */
export async function createUrl(
  client: LambdaClient,
  FunctionName: string,
  { runtime, source, ...rest }: UrlFunction,
  more: Partial<CreateFunctionUrlConfigCommandInput> = {},
  isPublic = true,
): Promise<string> {
  const ZipFile = zip({ [files[runtime]]: { content: source, mode: 0o755 } });
  await createFunction(client, FunctionName, ZipFile, { Runtime: runtime, ...rest });
  const { FunctionUrl = "" } = await client.send(
    new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "NONE", ...more }),
  );
  if (isPublic) {
    await allowUrl(client, FunctionName);
    await allowInvoke(client, FunctionName);
  }
  return FunctionUrl;
}

export async function allowUrl(client: LambdaClient, FunctionName: string): Promise<void> {
  await client.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: "public-url",
      Action: "lambda:InvokeFunctionUrl",
      Principal: "*",
      FunctionUrlAuthType: "NONE",
    }),
  );
}

export async function allowInvokeByApis(client: LambdaClient, FunctionName: string): Promise<void> {
  await client.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: "apis",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
    }),
  );
}

export async function allowInvoke(client: LambdaClient, FunctionName: string): Promise<void> {
  await client.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: "public-invoke",
      Action: "lambda:InvokeFunction",
      Principal: "*",
      InvokedViaFunctionUrl: true,
    }),
  );
}

export interface UrlAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly bytes: Buffer;
  /** When each piece came. */
  readonly timesMs: readonly number[];
}

export interface UrlAsk {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
}

/** The URL's host need not resolve here: the server is asked by its address. */
export function askUrl(
  url: string,
  { method = "GET", path = "/", headers = {}, body }: UrlAsk = {},
): Promise<UrlAnswer> {
  const { port, host } = new URL(url);
  return new Promise((resolve, reject) => {
    const call = request({ host: "127.0.0.1", port, method, path, headers: { host, ...headers } }, async (answer) => {
      const pieces: Buffer[] = [];
      const timesMs: number[] = [];
      try {
        for await (const chunk of answer) {
          pieces.push(chunk);
          timesMs.push(performance.now());
        }
      } catch (error) {
        reject(error);
      }
      const bytes = Buffer.concat(pieces);
      resolve({ status: answer.statusCode, headers: answer.headers, body: bytes.toString(), bytes, timesMs });
    });
    call.on("error", reject);
    call.end(body);
  });
}

/** Sends bytes on one connection and gives all that comes back until the server ends it, or has been silent for three seconds. */
export function speakRaw(url: string, text: string): Promise<string> {
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(url).port) });
  let heard = "";
  return new Promise((resolve, reject) => {
    socket.setTimeout(3_000, () => socket.destroy());
    socket.on("data", (chunk) => {
      heard += chunk.toString("latin1");
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(heard));
    socket.write(text, "latin1");
  });
}
