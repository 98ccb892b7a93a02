import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { ServiceHost } from "../service.ts";
import { whenCalled } from "../when-called.ts";
import { CodeStore } from "./code/code-store.ts";
import { CodeSweeper } from "./code/code-sweeper.ts";
import { Concurrency } from "./concurrency/concurrency.ts";
import { Provisioning } from "./concurrency/provisioning.ts";
import { DevelopedFunctions } from "./development/developed-functions.ts";
import { MappingMetrics } from "./event-sources/mapping-metrics.ts";
import { createMappingRunners, type MappingRunners } from "./event-sources/mapping-runners.ts";
import { Activation } from "./functions/activation.ts";
import { FunctionDirectory } from "./functions/function-directory.ts";
import { RuntimeNotices } from "./functions/runtime-notices.ts";
import { EventQueues } from "./invocation/events/event-queues.ts";
import { EventRunner } from "./invocation/events/event-runner.ts";
import { isThereStill } from "./invocation/events/sent-to.ts";
import { ExpectedCalls } from "./invocation/fleet/expected-calls.ts";
import { Fleets } from "./invocation/fleet/fleets.ts";
import type { MachineMemory } from "./invocation/fleet/machine-memory.ts";
import { Proactive } from "./invocation/fleet/proactive.ts";
import { Invoker } from "./invocation/invoker.ts";
import { KeptEvents } from "./invocation/kept-events.ts";
import { LogRoom } from "./invocation/log/log-room.ts";
import { Traces } from "./invocation/tracing/traces.ts";
import { PackageZygotes } from "./invocation/zygotes/package-zygotes.ts";
import { Meter } from "./metering/meter.ts";
import { defaultSettings, type LambdaSettings } from "./settings.ts";
import { FunctionUrls } from "./urls/function-urls.ts";
import { UrlIndex } from "./urls/url-index.ts";

/** What Lambda keeps in memory, from the server's start to its stop. */
export interface LambdaState {
  readonly settings: LambdaSettings;
  readonly sandbox: Sandbox;
  readonly runtimes: RuntimeNotices;
  readonly functions: FunctionDirectory;
  readonly code: CodeStore;
  readonly codeSweeper: CodeSweeper;
  readonly concurrency: Concurrency;
  readonly developed: DevelopedFunctions;
  readonly fleets: Fleets;
  readonly zygotes: PackageZygotes;
  readonly logRoom: LogRoom;
  readonly traces: Traces;
  readonly activation: Activation;
  readonly provisioning: Provisioning;
  readonly invoker: Invoker;
  readonly keptEvents: KeptEvents;
  readonly expectedCalls: ExpectedCalls;
  readonly events: EventQueues;
  readonly eventSources: MappingRunners;
  readonly mappingMetrics: MappingMetrics;
  readonly meter: Meter;
  readonly urlIndex: UrlIndex;
  readonly urls: FunctionUrls;
}

/** What Lambda is given by who starts the server. */
export interface LambdaParts {
  /** Makes what environments are made by. */
  readonly createSandbox: (host: ServiceHost) => Sandbox;
  readonly memory: MachineMemory;
  readonly settings?: Partial<LambdaSettings>;
}

export function createLambdaState(host: ServiceHost, parts: LambdaParts): LambdaState {
  const sandbox = parts.createSandbox(host);
  const settings = { ...defaultSettings, ...parts.settings };
  const functions = new FunctionDirectory(host);
  const code = new CodeStore(host);
  const concurrency = new Concurrency(host, functions, settings);
  const meter = new Meter(host, settings);
  const developed = new DevelopedFunctions();
  const logRoom = new LogRoom(host.clock, host.log, settings.unstoredLogBytes);
  const traces = new Traces(host);
  const zygotes = new PackageZygotes({
    host,
    sandbox,
    code,
    mostBytes: settings.zygoteBytes,
    processorSeconds: settings.trialSeconds,
  });
  const { memory } = parts;
  const proactive = new Proactive({ host, functions, memory, settings });
  const fleets = new Fleets({ host, settings, sandbox, code, developed, logRoom, traces, zygotes, proactive, memory });
  const codeSweeper = new CodeSweeper(host, code, fleets);
  const runtimes = new RuntimeNotices(sandbox, host.log);
  const activation = new Activation({
    host,
    leastUpdateMs: settings.leastUpdateMs,
    runtimes,
    directory: functions,
    code,
    fleets,
    deployed: (record) => expectedCalls.deployed(record),
  });
  const provisioning = new Provisioning({ host, functions, fleets, concurrency, meter });
  const keptEvents = new KeptEvents(host, settings.keptEventBytes);
  const invoker = new Invoker({ host, functions, fleets, activation, concurrency, meter, logRoom, keptEvents, traces });
  const expectedCalls = new ExpectedCalls({ host, functions, fleets, invoker, proactive });
  const urlIndex = new UrlIndex(host);
  const urls = new FunctionUrls({ host, functions, invoker, urlIndex });
  const runner = new EventRunner({ host, settings, functions, invoker, concurrency, meter, logRoom });
  const events = new EventQueues(host, (event, of, sentTo) => runner.attempt(event, of, sentTo));
  const mappingMetrics = new MappingMetrics(host);
  const createPoller = whenCalled(async () => (await import("./event-sources/mapping-poller.ts")).createMappingPoller);
  const createStreamReader = whenCalled(
    async () => (await import("./event-sources/stream-runner.ts")).createStreamRunner,
  );
  const eventSources = createMappingRunners(host, (mapping, lease) => {
    const createRunner = mapping.stream ? createStreamReader : createPoller;
    return createRunner({ host, functions, invoker, meter, metrics: mappingMetrics }, mapping, lease);
  });
  return {
    settings,
    sandbox,
    runtimes,
    functions,
    code,
    codeSweeper,
    concurrency,
    developed,
    fleets,
    zygotes,
    logRoom,
    traces,
    activation,
    provisioning,
    invoker,
    keptEvents,
    expectedCalls,
    events,
    eventSources,
    mappingMetrics,
    meter,
    urlIndex,
    urls,
  };
}

/** Resumes what a stop interrupted: activations, what is provisioned, waiting events. */
export async function startLambda(state: LambdaState): Promise<void> {
  state.concurrency.start();
  await state.code.sweep(() => state.activation.resume());
  state.activation.takeOver();
  await state.provisioning.resume();
  await state.urlIndex.resume();
  await state.events.resume(async (of, sentTo) => {
    const known = await state.functions.findSame(of);
    return known !== undefined && isThereStill(known.family, sentTo);
  });
  state.codeSweeper.start();
  state.eventSources.start();
}

export async function closeLambda(state: LambdaState): Promise<void> {
  await quiet(state);
  await state.sandbox.close();
}

export async function resetLambda(state: LambdaState): Promise<void> {
  state.developed.endAll("The server has been reset: its functions are gone.");
  await quiet(state);
  state.functions.reset();
  state.concurrency.reset();
  state.keptEvents.clear();
  state.meter.reset();
  await state.code.reset();
}

/** Nothing runs any more, and all that was to be stored is. */
async function quiet(state: LambdaState): Promise<void> {
  await state.codeSweeper.stop();
  await state.activation.idle();
  await state.eventSources.stop();
  await state.events.stop();
  state.provisioning.stop();
  await state.fleets.kill();
  await state.zygotes.stop();
  await state.logRoom.settle();
  await state.traces.flush();
  await state.concurrency.stop();
  await state.meter.stop();
  await state.mappingMetrics.stop();
}
