import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Config, readConfig } from "../../src/config.ts";
import { createServer, type Server } from "../../src/server.ts";

/** A Squall of the test's own, in this process: a free port, a temporary directory, any credentials. */
export interface TestSquall extends AsyncDisposable {
  readonly server: Server;
  readonly endpoint: string;
  readonly dataDir: string;
  /** An SDK client for it: `squall.client(S3Client)`. Further options win. */
  client<C, O extends object>(Client: new (options: O) => C, options?: Partial<O>): C;
  close(): Promise<void>;
}

export async function startSquall(options: Partial<Config> = {}): Promise<TestSquall> {
  const directory = await mkdtemp(join(tmpdir(), "squall-test-"));
  const config: Config = {
    ...readConfig(
      [
        ...["--port", "0", "--data-dir", join(directory, "data"), "--log", process.env.SQUALL_TEST_LOG ?? "error"],
        // Tests of something else do not wait for updates.
        ...["--lambda-update", "0s"],
        // And count environments, and cold starts.
        ...["--proactive", "off"],
      ],
      {},
    ),
    ...options,
  };
  const server = await createServer(config);
  const close = async () => {
    await server.close();
    await rm(directory, { recursive: true, force: true });
  };
  return {
    server,
    endpoint: server.endpoint,
    dataDir: config.dataDir,
    client: (Client, extra) => new Client({ ...clientOptions(server.endpoint), ...extra } as never),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What an unmodified client is given: the endpoint, a region, any credentials. */
export function clientOptions(endpoint: string) {
  return {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  };
}

/** The same for programs: boto3, aws-cli. */
export function clientEnvironment(endpoint: string): NodeJS.ProcessEnv {
  const { PATH, HOME, PYENV_ROOT } = process.env;
  return {
    PATH,
    HOME,
    PYENV_ROOT,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PAGER: "",
    AWS_MAX_ATTEMPTS: "1",
    PYTHONDONTWRITEBYTECODE: "1",
  };
}

export interface ProgramResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, without blocking the Squall in this process. */
export function runProgram(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; input?: string } = {},
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: options.env, cwd: options.cwd, stdio: ["pipe", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(options.input ?? "");
  });
}
