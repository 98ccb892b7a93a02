import { mkdirSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createSystemClock } from "../platform/clock.ts";
import { createLog } from "../platform/log.ts";
import { createSystemRandom } from "../platform/random.ts";
import { createNamespaceSandbox } from "./namespaces/namespace-sandbox.ts";
import type { NamespaceSandboxOptions } from "./namespaces/namespace-sandbox-options.ts";
import type {
  ExtensionsSpec,
  InitResult,
  Invocation,
  OnOutput,
  OnPart,
  Sandbox,
  SandboxEnvironment,
} from "./sandbox.ts";

export const installDir = fileURLToPath(new URL("../..", import.meta.url));

/** Shared by all tests: each sandbox has a folder of its own in it. */
export const testRunDir = join(tmpdir(), "squall-sandbox-tests");

/** A sandbox of the test's own, on this machine. */
export async function createTestSandbox(options: Partial<NamespaceSandboxOptions> = {}): Promise<Sandbox> {
  return createNamespaceSandbox({
    runDir: testRunDir,
    cacheDir: join(tmpdir(), "squall-test-cache"),
    installDir,
    endpoint: () => "http://localhost:4566",
    allowUnisolated: false,
    log: createLog("warn"),
    clock: createSystemClock(),
    random: createSystemRandom(),
    ...options,
  });
}

export interface TestFunction {
  readonly environment: SandboxEnvironment;
  readonly initialised: InitResult;
  /** What it has written since the last call of this. */
  readonly takeOutput: () => string;
  /** `{ response }`, `{ error }`, `{ tooLarge }` or `{ exit }`. */
  readonly invoke: (event: unknown, more?: Partial<Invocation>, onPart?: OnPart) => Promise<TestAnswer>;
}

export interface TestAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: each function answers something else
  readonly response?: any;
  // biome-ignore lint/suspicious/noExplicitAny: each function fails in its own way
  readonly error?: any;
  readonly tooLarge?: number;
  readonly exit?: { readonly code: number | undefined; readonly signal: string | undefined };
}

export interface FunctionText {
  readonly runtime: string;
  readonly handler: string;
  /** Path below /var/task → text. */
  readonly files: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts a function from its text; ended with the sandbox. */
export async function startFunction(sandbox: Sandbox, { files, ...rest }: FunctionText): Promise<TestFunction> {
  const codeDir = await mkdtemp(join(tmpdir(), "squall-code-"));
  await chmod(codeDir, 0o755);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(codeDir, path)), { recursive: true });
    await writeFile(join(codeDir, path), text, { mode: 0o755 });
  }
  const started = await startFolder(sandbox, { ...rest, codeDir });
  void started.environment.exited.then(() => rm(codeDir, { recursive: true, force: true }));
  return started;
}

export interface FunctionFolder extends Omit<FunctionText, "files"> {
  readonly codeDir: string;
  /** Its merged layers, which may bring extensions. */
  readonly optDir?: string;
}

/** Starts a function from its folder. */
export async function startFolder(
  sandbox: Sandbox,
  { runtime, handler, codeDir, optDir, environment = {} }: FunctionFolder,
): Promise<TestFunction> {
  let output = "";
  const started = await sandbox.start({
    id: createSystemRandom().uuid(),
    runtime,
    codeDir,
    handler,
    environment: {
      PATH: "/var/lang/bin:/usr/bin:/bin",
      AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: "fn",
      ...environment,
    },
    memoryMiB: 256,
    tmpMiB: 512,
    onOutput: (chunk) => {
      output += chunk.toString("utf8");
    },
    optDir,
    extensions:
      optDir === undefined
        ? undefined
        : toExtensions((chunk) => {
            output += chunk.toString("utf8");
          }),
  });
  return {
    environment: started,
    initialised: await started.init(),
    takeOutput: () => {
      const taken = output;
      output = "";
      return taken;
    },
    invoke: async (event, more, onPart) => {
      const result = await started.invoke(
        {
          requestId: "11111111-2222-4333-8444-555555555555",
          event: Buffer.from(JSON.stringify(event)),
          deadlineMs: Date.now() + 30_000,
          invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:fn",
          ...more,
        },
        onPart,
      );
      if (result.kind === "success") return { response: JSON.parse(result.payload.toString("utf8") || "null") };
      if (result.kind === "error") return { error: JSON.parse(result.error.toString("utf8")) };
      if (result.kind === "tooLarge") return { tooLarge: result.bytes };
      if (result.kind === "extension") throw new Error(`an extension has failed: ${result.reason}`);
      return { exit: { code: result.code, signal: result.signal } };
    },
  };
}

function toExtensions(onOutput: OnOutput): ExtensionsSpec {
  const ignore = () => undefined;
  return {
    accountId: "000000000000",
    functionName: "fn",
    functionVersion: "$LATEST",
    logFormat: "Text",
    onOutput,
    onExtension: ignore,
    onTelemetry: ignore,
    onSubscribed: ignore,
  };
}
