import type { ServiceHost } from "../service.ts";
import { whenCalled } from "../when-called.ts";
import { PipeRunners } from "./runners/pipe-runners.ts";

/** What Pipes keeps in memory: what reads the sources of the pipes that this server owns. */
export interface PipesState {
  readonly runners: PipeRunners;
}

export function createPipesState(host: ServiceHost): PipesState {
  const make = whenCalled(async () => (await import("./runners/pipe-runner.ts")).createPipeRunner);
  return { runners: new PipeRunners(host, (pipe, lease) => make(host, pipe, lease)) };
}

export async function startPipes({ runners }: PipesState): Promise<void> {
  runners.start();
}

export async function stopPipes({ runners }: PipesState): Promise<void> {
  await runners.stop();
}
