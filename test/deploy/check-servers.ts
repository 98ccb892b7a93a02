import assert from "node:assert/strict";
import { CreateFunctionCommand, InvokeCommand, LambdaClient, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { eventually } from "../support/eventually.ts";
import { labRole } from "../support/lab.ts";
import { clientOptions } from "../support/squall.ts";
import { zip } from "../support/zip.ts";
import type { Servers } from "./servers.ts";

/** Makes the function `hello` through the first server and calls it through each. */
export async function checkServers({ nodes, rootKey }: Servers): Promise<void> {
  for (const { endpoint } of nodes) assert.equal((await fetch(`${endpoint}/_squall/health/ready`)).status, 200);
  const key = await rootKey(0);
  assert.deepEqual(await rootKey(nodes.length - 1), key);
  await eventually(async () => {
    const { nodes: seen } = (await (await fetch(`${nodes[0]?.endpoint}/_squall/health`)).json()) as {
      nodes: unknown[];
    };
    return seen.length === nodes.length || undefined;
  }, "the nodes to see one another");
  const [first] = nodes;
  const lambda = lambdaAt(first?.endpoint ?? "", key);
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: "hello",
      Runtime: "python3.11",
      Handler: "hello.handler",
      Role: labRole,
      Code: { ZipFile: zip({ "hello.py": "def handler(event, context):\n    return 'hello ' + event['name']\n" }) },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60 }, { FunctionName: "hello" });
  lambda.destroy();
  for (const { endpoint } of nodes) assert.equal(await sayHello(endpoint, key), '"hello there"');
}

export async function sayHello(endpoint: string, key: Key): Promise<string> {
  const lambda = lambdaAt(endpoint, key);
  try {
    const Payload = JSON.stringify({ name: "there" });
    const { Payload: said, FunctionError } = await lambda.send(new InvokeCommand({ FunctionName: "hello", Payload }));
    assert.equal(FunctionError, undefined);
    return Buffer.from(said ?? []).toString();
  } finally {
    lambda.destroy();
  }
}

/** Tells the server to stop. While it drains it says that it is not ready, and answers all the same; then it ends and the others know. */
export async function checkDrain({ nodes, rootKey }: Servers): Promise<void> {
  const leaving = nodes.at(-1);
  assert.ok(leaving);
  const key = await rootKey(0);
  const ended = leaving.stop("SIGTERM");
  await eventually(
    async () => (await fetch(`${leaving.endpoint}/_squall/health/ready`)).status === 503 || undefined,
    "the server to drain",
  );
  assert.equal((await fetch(`${leaving.endpoint}/_squall/health/live`)).status, 200);
  assert.equal(await sayHello(leaving.endpoint, key), '"hello there"');
  await ended;
  await eventually(async () => {
    const { nodes: seen } = (await (await fetch(`${nodes[0]?.endpoint}/_squall/health`)).json()) as {
      nodes: unknown[];
    };
    return seen.length === nodes.length - 1 || undefined;
  }, "the others to know that it is gone");
  assert.equal(await sayHello(nodes[0]?.endpoint ?? "", key), '"hello there"');
}

interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** No retries: what a server does not answer is to be seen. */
function lambdaAt(endpoint: string, credentials: Key): LambdaClient {
  return new LambdaClient({ ...clientOptions(endpoint), credentials, maxAttempts: 1 });
}
