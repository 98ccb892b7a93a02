import { Worker } from "node:worker_threads";
import type { Clock } from "../../../platform/clock.ts";
import type { YamlTask } from "./yaml-thread.ts";

/** Ours: what a text may cost, in time and in memory. */
const mostMs = 3_000;
const mostMebibytes = 256;

/** The value of a text of YAML, as JSON's values; undefined for one that is none, or that takes too long to be read. Nothing else waits for it. */
export async function readYaml(text: string, clock: Pick<Clock, "afterMachine">): Promise<unknown> {
  // The build puts it above its chunks (`tools/bundle.ts`).
  const path = import.meta.url.endsWith(".ts") ? "./yaml-thread.ts" : "../yaml-thread.js";
  const thread = new Worker(new URL(path, import.meta.url), {
    workerData: { text } satisfies YamlTask,
    resourceLimits: { maxOldGenerationSizeMb: mostMebibytes },
    stderr: true,
  });
  const read = Promise.withResolvers<string | undefined>();
  thread.once("message", read.resolve);
  thread.once("error", () => read.resolve(undefined));
  thread.once("exit", () => read.resolve(undefined));
  const timer = clock.afterMachine(mostMs, () => read.resolve(undefined));
  try {
    const json = await read.promise;
    return json === undefined ? undefined : JSON.parse(json);
  } finally {
    timer.cancel();
    await thread.terminate();
  }
}
