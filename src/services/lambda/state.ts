import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { ServiceHost } from "../service.ts";
import { CodeStore } from "./code/code-store.ts";
import { Activation } from "./functions/activation.ts";
import { FunctionDirectory } from "./functions/function-directory.ts";
import { EventQueues } from "./invocation/event-queues.ts";
import { Fleets } from "./invocation/fleets.ts";
import { Invoker } from "./invocation/invoker.ts";

/** What Lambda keeps in memory, from the server's start to its stop. */
export interface LambdaState {
  readonly sandbox: Sandbox;
  readonly functions: FunctionDirectory;
  readonly code: CodeStore;
  readonly fleets: Fleets;
  readonly activation: Activation;
  readonly invoker: Invoker;
  readonly events: EventQueues;
}

export function createLambdaState(host: ServiceHost, sandbox: Sandbox): LambdaState {
  const functions = new FunctionDirectory(host);
  const code = new CodeStore(host);
  const fleets = new Fleets(host, sandbox, code);
  const activation = new Activation({ host, sandbox, directory: functions, code, fleets });
  const invoker = new Invoker({ host, functions, fleets, activation });
  const events = new EventQueues(host, (event, reference) => invoker.runEvent(event, reference));
  return { sandbox, functions, code, fleets, activation, invoker, events };
}
