import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { labFiles, labRole } from "../support/lab.ts";
import { clientOptions } from "../support/squall.ts";
import { zip } from "../support/zip.ts";
import { type OptionalFunctionName, optionalFunctions } from "./optional-functions.ts";

/** The functions that are measured. */
export const functions = {
  "python-hello": {
    Runtime: "python3.11",
    Handler: "hello.handler",
    Code: { ZipFile: zip({ "hello.py": "def handler(event, context):\n    return event\n" }) },
  },
  /** Says how long ago its message was sent, by the clock of the machine. */
  "python-late": {
    Runtime: "python3.11",
    Handler: "late.handler",
    Code: {
      ZipFile: zip({
        "late.py":
          "import time\n\ndef handler(event, context):\n    print('LATE', time.time() * 1000 - float(event['Records'][0]['body']))\n",
      }),
    },
  },
  /** The same of an item that was put. */
  "python-late-item": {
    Runtime: "python3.11",
    Handler: "late.handler",
    Code: {
      ZipFile: zip({
        "late.py":
          "import time\n\ndef handler(event, context):\n    for r in event['Records']:\n        print('LATE', time.time() * 1000 - float(r['dynamodb']['NewImage']['at']['N']))\n",
      }),
    },
  },
  /** The same of a device's message. */
  "python-late-device": {
    Runtime: "python3.11",
    Handler: "late.handler",
    Code: {
      ZipFile: zip({
        "late.py": "import time\n\ndef handler(event, context):\n    print('LATE', time.time() * 1000 - event['at'])\n",
      }),
    },
  },
  "python-lab": {
    Runtime: "python3.11",
    Handler: "lambda_function.lambda_handler",
    Code: { ZipFile: labFiles.pythonZip() },
  },
  "node-hello": {
    Runtime: "nodejs22.x",
    Handler: "hello.handler",
    Code: { ZipFile: zip({ "hello.mjs": "export const handler = async (event) => event;\n" }) },
  },
} as const satisfies Record<string, Partial<CreateFunctionCommandInput>>;

export type FunctionName = keyof typeof functions | OptionalFunctionName;

const waiting = { maxWaitTime: 60, minDelay: 0.02, maxDelay: 0.05 };

export interface MeasuredFunctions {
  readonly client: LambdaClient;
  /** Of those that could be made on this machine. */
  readonly names: ReadonlySet<FunctionName>;
}

export async function createFunctions(endpoint: string): Promise<MeasuredFunctions> {
  const client = new LambdaClient(clientOptions(endpoint));
  const all: [string, Partial<CreateFunctionCommandInput>][] = [...Object.entries(functions), ...optionalFunctions()];
  for (const [name, input] of all) await create(client, name, input);
  return { client, names: new Set(all.map(([name]) => name as FunctionName)) };
}

/** One of them alone. */
export async function createFunction(endpoint: string, name: keyof typeof functions): Promise<void> {
  const client = new LambdaClient(clientOptions(endpoint));
  await create(client, name, functions[name]);
  client.destroy();
}

async function create(
  client: LambdaClient,
  FunctionName: string,
  input: Partial<CreateFunctionCommandInput>,
): Promise<void> {
  const settings = { FunctionName, Role: labRole, MemorySize: 512, Timeout: 30, Code: undefined, ...input };
  await client.send(new CreateFunctionCommand(settings));
  await waitUntilFunctionActiveV2({ client, ...waiting }, { FunctionName });
}

/** Changes something, so that the next invocation needs a new environment. */
export async function makeCold(client: LambdaClient, FunctionName: string, run: number): Promise<void> {
  await client.send(
    new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables: { RUN: String(run) } } }),
  );
  await waitUntilFunctionUpdatedV2({ client, ...waiting }, { FunctionName });
}

/** The same, changing nothing that an environment is made from: what was made ahead for the version holds. */
export async function renewEnvironments(client: LambdaClient, FunctionName: string, run: number): Promise<void> {
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description: String(run) }));
  await waitUntilFunctionUpdatedV2({ client, ...waiting }, { FunctionName });
}

/** Signed with a key that nobody knows, which is what most local clients send. */
export const invokeHeaders = {
  authorization:
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host;x-amz-date, Signature=0000000000000000000000000000000000000000000000000000000000000000",
  "x-amz-date": "20260101T000000Z",
};

export function invokePath(name: string): string {
  return `/2015-03-31/functions/${name}/invocations`;
}
