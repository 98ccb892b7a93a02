import { OwnedRunners } from "../event-sources/owned-runners.ts";
import type { ServiceHost } from "../service.ts";
import { whenCalled } from "../when-called.ts";
import { type Pipe, pipesKind } from "./pipes/pipe.ts";
import { pipeStore } from "./pipes/pipe-store.ts";

/** What Pipes keeps in memory: what reads the sources of the pipes that this server owns. */
export interface PipesState {
  readonly runners: OwnedRunners<Pipe>;
}

export function createPipesState(host: ServiceHost): PipesState {
  const make = whenCalled(async () => (await import("./runners/pipe-runner.ts")).createPipeRunner);
  const runners = new OwnedRunners<Pipe>(host, {
    kind: pipesKind,
    idOf: ({ name }) => name,
    find: (tx, at, name) => pipeStore.find(tx, at, name),
    list: (tx, at, after, limit) => pipeStore.list(tx, at, { prefix: "", after, limit }),
    isToRun: ({ state }) => state === "RUNNING",
    make: (pipe, lease) => make(host, pipe, lease),
  });
  return { runners };
}

export async function startPipes({ runners }: PipesState): Promise<void> {
  runners.start();
}

export async function stopPipes({ runners }: PipesState): Promise<void> {
  await runners.stop();
}
