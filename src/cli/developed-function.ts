import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ConfigError } from "../config.ts";
import { ApiError, type ApiTarget, sendRequest } from "./api-client.ts";
import { guessFunction } from "./guess-function.ts";
import { zipDirectory, zipFiles } from "./zip-directory.ts";

export interface FunctionWishes {
  readonly name: string;
  readonly directory: string;
  readonly runtime: string | undefined;
  readonly handler: string | undefined;
  readonly role: string | undefined;
}

export interface DevelopedFunction {
  readonly name: string;
  readonly arn: string;
  /** What was done, for the user. Undefined if the function was there. */
  readonly told: string | undefined;
}

/** The function of that name, which is created with the directory's files if it does not exist. */
export async function findOrCreateFunction(target: ApiTarget, wishes: FunctionWishes): Promise<DevelopedFunction> {
  const { name, runtime, handler, role } = wishes;
  const found = await findFunction(target, name);
  if (!found) return createFunction(target, wishes);
  if (runtime ?? handler ?? role) {
    throw new ConfigError(
      `--runtime, --handler and --role are for a function that is to be created, and ${name} exists: change it with \`aws lambda update-function-configuration\`, or name another with --function.`,
    );
  }
  return { name, arn: found.FunctionArn, told: undefined };
}

/** A directory's name as a function's. */
export function functionNameOf(directory: string): string {
  const name = basename(directory)
    .replaceAll(/[^a-zA-Z0-9-_]+/g, "-")
    .replace(/^-+/, "")
    .replace(/(?<!-)-+$/, "")
    .slice(0, 64);
  if (name) return name;
  throw new ConfigError(`${directory} does not give a name for the function: name it with --function.`);
}

interface FunctionConfiguration {
  readonly FunctionArn: string;
  readonly State: string;
  readonly StateReason?: string;
}

async function findFunction(target: ApiTarget, name: string): Promise<FunctionConfiguration | undefined> {
  try {
    const path = `/2015-03-31/functions/${encodeURIComponent(name)}/configuration`;
    return (await (await sendRequest(target, "lambda", { method: "GET", path })).json()) as FunctionConfiguration;
  } catch (error) {
    if (error instanceof ApiError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

async function createFunction(target: ApiTarget, wishes: FunctionWishes): Promise<DevelopedFunction> {
  const { name, directory } = wishes;
  const guess = wishes.runtime && wishes.handler ? undefined : guessFunction(directory);
  const runtime = wishes.runtime ?? guess?.runtime;
  const handler = wishes.handler ?? guess?.handler;
  if (!runtime || !handler) {
    throw new ConfigError(
      `${directory} has no file whose name tells the handler (lambda_function.py, index.mjs, app.py, handler.js…): say --runtime python3.11 --handler FILE.FUNCTION.`,
    );
  }
  const whole = zipDirectory(directory);
  const code = whole ?? zipFiles(directory, filesOf(directory, handler));
  const created = await sendRequest(target, "lambda", {
    method: "POST",
    path: "/2015-03-31/functions",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      FunctionName: name,
      Runtime: runtime,
      Handler: handler,
      Role: wishes.role ?? (await labRole(target)),
      Code: { ZipFile: code.toString("base64") },
    }),
  });
  const { FunctionArn: arn } = (await created.json()) as FunctionConfiguration;
  await untilActive(target, name);
  const rest = whole
    ? ""
    : ", whose uploaded code is the handler's file alone: the directory is larger than an upload may be";
  return { name, arn, told: `created ${name} (${runtime}, ${handler})${rest}` };
}

/** The handler's own files, of what languages so ever. */
function filesOf(directory: string, handler: string): string[] {
  const module = handler.slice(0, handler.lastIndexOf("."));
  const names = [".py", ".mjs", ".js", ".cjs"].map((extension) => module + extension);
  return names.filter((name) => existsSync(join(directory, name)));
}

/** It exists in every account of Squall. */
async function labRole(target: ApiTarget): Promise<string> {
  const response = await sendRequest(target, "sts", {
    method: "POST",
    path: "/",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "Action=GetCallerIdentity&Version=2011-06-15",
  });
  const [, account] = /<Account>(\d+)<\/Account>/.exec(await response.text()) ?? [];
  return `arn:aws:iam::${account}:role/LabRole`;
}

async function untilActive(target: ApiTarget, name: string): Promise<void> {
  for (;;) {
    const found = await findFunction(target, name);
    if (found?.State === "Failed") throw new ConfigError(`${name} cannot run: ${found.StateReason}`);
    if (found?.State !== "Pending") return;
    await delay(20);
  }
}
