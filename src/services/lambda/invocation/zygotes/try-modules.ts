import type { Clock } from "../../../../platform/clock.ts";
import type { EnvironmentSpec, Sandbox } from "../../../../sandbox/sandbox.ts";

/** On a machine that is busy with something else. */
const mostSeconds = 120;

/** What came of a version's modules. */
export interface Trial {
  /** Names of those that a fork may inherit, in the order of their imports. */
  readonly inherit: readonly string[];
  /** Name → why it is left to each environment. */
  readonly left: Readonly<Record<string, string>>;
}

/** Everything that a version's environments have, but for what is one environment's own. */
export type TrialSpec = Omit<EnvironmentSpec, "purpose" | "onOutput">;

/**
 * Has the modules imported in a sandbox of their own, to see what each does meanwhile (`runtimes/python/guest/squall_runtime/trial.py`); the handler's own
 * module is not. It ends when it has used a processor for so long. Undefined if nothing comes of it. The answer may be the function's code's: it is about that function's forks and nobody else's.
 */
export async function tryModules(
  sandbox: Sandbox,
  clock: Clock,
  spec: TrialSpec,
  { names, processorSeconds }: { names: readonly string[]; processorSeconds: number },
  signal: AbortSignal,
): Promise<Trial | undefined> {
  const environment = await sandbox.start({ ...spec, purpose: "try", onOutput: () => undefined });
  const end = () => void environment.kill();
  const timer = clock.afterMachine(mostSeconds * 1000, end);
  signal.addEventListener("abort", end);
  if (signal.aborted) end();
  try {
    if ((await environment.init()).kind !== "ready") return undefined;
    const result = await environment.invoke({
      requestId: spec.id,
      event: Buffer.from(JSON.stringify({ names, handler: spec.handler, processorSeconds })),
      deadlineMs: clock.machineMs() + mostSeconds * 1000,
      invokedFunctionArn: "",
    });
    return result.kind === "success" ? readTrial(result.payload, new Set(names)) : undefined;
  } finally {
    timer.cancel();
    await environment.kill();
  }
}

function readTrial(payload: Buffer, asked: ReadonlySet<string>): Trial | undefined {
  try {
    const { inherit, left } = JSON.parse(payload.toString("utf8")) as { inherit: unknown; left: unknown };
    if (!Array.isArray(inherit) || typeof left !== "object" || left === null) return undefined;
    const reasons = Object.entries(left).filter(([, reason]) => typeof reason === "string");
    return { inherit: inherit.filter((name) => asked.has(name)), left: Object.fromEntries(reasons) };
  } catch {
    return undefined;
  }
}
