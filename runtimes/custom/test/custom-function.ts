import { chmodSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Sandbox } from "../../../src/sandbox/sandbox.ts";
import { startFolder, type TestFunction } from "../../../src/sandbox/test-sandbox.ts";

export const requestId = "11111111-2222-4333-8444-555555555555";

/** Starts the function of a folder, which brings a `bootstrap`, with the variables that official clients ask for. */
export function startCustom(
  sandbox: Sandbox,
  codeDir: string,
  handler: string,
  environment: Record<string, string> = {},
): Promise<TestFunction> {
  return startFolder(sandbox, {
    runtime: "provided.al2023",
    handler,
    codeDir,
    environment: {
      LAMBDA_TASK_ROOT: "/var/task",
      _HANDLER: handler,
      PATH: "/usr/local/bin:/usr/bin:/bin",
      AWS_LAMBDA_FUNCTION_NAME: "fn",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/fn",
      AWS_LAMBDA_LOG_STREAM_NAME: "stream",
      ...environment,
    },
  });
}

export function writeBootstrap(into: string, text: string): void {
  writeFileSync(join(into, "bootstrap"), text);
  chmodSync(join(into, "bootstrap"), 0o755);
}

/** Of this folder's `fixtures`. */
export function fixture(name: string): string {
  return join(dirname(fileURLToPath(import.meta.url)), "fixtures", name);
}
