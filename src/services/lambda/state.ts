import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { RecurringWork } from "../recurring-work.ts";
import type { ServiceHost } from "../service.ts";
import { CodeStore } from "./code/code-store.ts";
import { CodeSweeper } from "./code/code-sweeper.ts";
import { Provisioning } from "./concurrency/provisioning.ts";
import { DevelopedFunctions } from "./development/developed-functions.ts";
import { Destinations } from "./event-invoke/destinations.ts";
import { Activation } from "./functions/activation.ts";
import { FunctionDirectory } from "./functions/function-directory.ts";
import { Accounts } from "./invocation/accounts.ts";
import { EventQueues } from "./invocation/event-queues.ts";
import { EventRunner } from "./invocation/event-runner.ts";
import { Fleets } from "./invocation/fleets.ts";
import { Invoker } from "./invocation/invoker.ts";
import { LogRoom } from "./invocation/log-room.ts";
import type { MachineMemory } from "./invocation/machine-memory.ts";
import { createReceivedSweeper } from "./invocation/received-sweeper.ts";
import { Meter } from "./metering/meter.ts";
import type { LambdaSettings } from "./settings.ts";
import { FunctionUrls } from "./urls/function-urls.ts";
import { UrlIndex } from "./urls/url-index.ts";

/** What Lambda keeps in memory, from the server's start to its stop. */
export interface LambdaState {
  readonly settings: LambdaSettings;
  readonly sandbox: Sandbox;
  readonly functions: FunctionDirectory;
  readonly code: CodeStore;
  readonly codeSweeper: CodeSweeper;
  readonly receivedSweeper: RecurringWork;
  readonly accounts: Accounts;
  readonly developed: DevelopedFunctions;
  readonly fleets: Fleets;
  readonly logRoom: LogRoom;
  readonly activation: Activation;
  readonly provisioning: Provisioning;
  readonly invoker: Invoker;
  readonly events: EventQueues;
  readonly meter: Meter;
  readonly urlIndex: UrlIndex;
  readonly urls: FunctionUrls;
}

export function createLambdaState(
  host: ServiceHost,
  parts: { sandbox: Sandbox; settings: LambdaSettings; memory: MachineMemory },
): LambdaState {
  const { sandbox, settings } = parts;
  const functions = new FunctionDirectory(host);
  const code = new CodeStore(host);
  const accounts = new Accounts(host, settings);
  const meter = new Meter(host, settings);
  const developed = new DevelopedFunctions();
  const logRoom = new LogRoom(host.clock, host.log, settings.unstoredLogBytes);
  const fleets = new Fleets({ host, code, developed, logRoom, ...parts });
  const codeSweeper = new CodeSweeper(host, code, fleets);
  const activation = new Activation({ host, sandbox, directory: functions, code, fleets });
  const provisioning = new Provisioning(host, functions, fleets, meter);
  const invoker = new Invoker({ host, functions, fleets, activation, accounts, meter, logRoom });
  const urlIndex = new UrlIndex(host);
  const urls = new FunctionUrls({ host, functions, invoker, urlIndex });
  const destinations = new Destinations(host, meter);
  const runner = new EventRunner({ host, settings, functions, invoker, accounts, destinations, meter, logRoom });
  const events = new EventQueues(host, (event, of) => runner.attempt(event, of));
  return {
    settings,
    sandbox,
    functions,
    code,
    codeSweeper,
    receivedSweeper: createReceivedSweeper(host),
    accounts,
    developed,
    fleets,
    logRoom,
    activation,
    provisioning,
    invoker,
    events,
    meter,
    urlIndex,
    urls,
  };
}
