import type { Clock } from "../../../platform/clock.ts";
import type { EnvironmentSpec, Sandbox } from "../../../sandbox/sandbox.ts";

const mostSeconds = 120;

/** Everything but what a compiler needs is left to it. */
export type CompileSpec = Pick<EnvironmentSpec, "id" | "runtime" | "codeDir" | "optDir" | "memoryMiB">;

/** Asks the compiler. Undefined where it has no answer: nothing comes of it then. */
export type AskCompiler = (question: unknown) => Promise<unknown>;

/**
 * A sandbox with a function's code in which nothing of the function is run, but the compiler of its runtime, for the time of `work`. Undefined if that can't be had, or
 * was ended by `signal`.
 */
export async function withCompiler<T>(
  sandbox: Sandbox,
  clock: Clock,
  spec: CompileSpec,
  signal: AbortSignal,
  work: (ask: AskCompiler) => Promise<T | undefined>,
): Promise<T | undefined> {
  const compiler = await sandbox.start({
    ...spec,
    purpose: "compile",
    handler: "",
    environment: {},
    tmpMiB: 512,
    onOutput: () => undefined,
  });
  const end = () => void compiler.kill();
  const timer = clock.afterMachine(mostSeconds * 1000, end);
  signal.addEventListener("abort", end);
  if (signal.aborted) end();
  try {
    if ((await compiler.init()).kind !== "ready") return undefined;
    return await work(async (question) => {
      const result = await compiler.invoke({
        requestId: spec.id,
        event: Buffer.from(JSON.stringify(question)),
        deadlineMs: clock.machineMs() + mostSeconds * 1000,
        invokedFunctionArn: "",
      });
      return result.kind === "success" ? JSON.parse(result.payload.toString("utf8")) : undefined;
    });
  } finally {
    timer.cancel();
    await compiler.kill();
  }
}
