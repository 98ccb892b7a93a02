import { OwnedRunners } from "../event-sources/owned-runners.ts";
import type { ServiceHost } from "../service.ts";
import { whenCalled } from "../when-called.ts";
import { Metering } from "./metering/metering.ts";
import { isOfStream, type Pipe, pipesKind } from "./pipes/pipe.ts";
import { pipeStore } from "./pipes/pipe-store.ts";

/** What Pipes keeps in memory: what reads the sources of the pipes that this server owns, and counts that are not told yet. */
export interface PipesState {
  readonly runners: OwnedRunners<Pipe>;
  readonly metering: Metering;
}

export function createPipesState(host: ServiceHost): PipesState {
  const metering = new Metering(host);
  const make = whenCalled(async () => (await import("./runners/pipe-runner.ts")).createPipeRunner);
  const makeOfStream = whenCalled(async () => (await import("./runners/stream-pipe-runner.ts")).createStreamPipeRunner);
  const runners = new OwnedRunners<Pipe>(host, {
    kind: pipesKind,
    idOf: ({ name }) => name,
    find: (tx, at, name) => pipeStore.find(tx, at, name),
    list: (tx, at, after, limit) => pipeStore.list(tx, at, { prefix: "", after, limit }),
    isToRun: ({ state }) => state === "RUNNING",
    make: (pipe, lease) => (isOfStream(pipe) ? makeOfStream : make)(host, metering, pipe, lease),
  });
  return { runners, metering };
}

export async function startPipes({ runners }: PipesState): Promise<void> {
  runners.start();
}

export async function stopPipes({ runners, metering }: PipesState): Promise<void> {
  await runners.stop();
  await metering.stop();
}
