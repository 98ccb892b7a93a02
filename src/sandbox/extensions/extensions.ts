import type { Random } from "../../platform/random.ts";
import { transition } from "../../platform/transitions.ts";
import type { ExtensionFailure, ExtensionReport, ExtensionsSpec, Invocation, ShutdownReason } from "../sandbox.ts";
import {
  type DeliverEvent,
  type Extension,
  type ExtensionEventName,
  extensionLife,
  extensionStateNames,
  toReport,
} from "./extension.ts";

/** How a program of an extension has ended. */
export interface ExtensionEnd {
  readonly name: string;
  readonly code: number | undefined;
  /** As Go calls it, in whose words AWS reports it: `killed`. */
  readonly signal: string | undefined;
  /** It could not even be executed. */
  readonly launchError: string | undefined;
}

/** Source: "Lambda Extensions API", "Extension limits". */
export const mostExtensions = 10;

/** AWS's error type and text, for a request that is refused. */
export interface Refusal {
  readonly errorType: string;
  readonly errorMessage: string;
}

export function isRefusal(result: Extension | Refusal): result is Refusal {
  return "errorMessage" in result;
}

/** The extensions of one environment. */
export class Extensions {
  readonly spec: ExtensionsSpec;
  readonly handler: string;
  readonly #random: Random;
  readonly #all = new Map<string, Extension>();
  readonly #waiting = new Set<{ isMet: () => boolean; resolve: () => void }>();
  readonly #failed = Promise.withResolvers<ExtensionFailure>();
  #failure: ExtensionFailure | undefined;
  #isClosed = false;
  #isEnding = false;

  /** `names` are those of the programs that are about to be started. */
  constructor(names: readonly string[], handler: string, spec: ExtensionsSpec, random: Random) {
    this.handler = handler;
    this.spec = spec;
    this.#random = random;
    for (const name of names) this.#add(name, true);
  }

  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  /** Fulfilled with the first thing that went wrong, if anything does. */
  get failed(): Promise<ExtensionFailure> {
    return this.#failed.promise;
  }

  get failure(): ExtensionFailure | undefined {
    return this.#failure;
  }

  get reports(): ExtensionReport[] {
    return [...this.#all.values()].map(toReport);
  }

  get hasExternal(): boolean {
    return [...this.#all.values()].some(({ isExternal }) => isExternal);
  }

  find(id: string): Extension | undefined {
    return this.#all.get(id);
  }

  /** Gives the extension, or why it may not register. */
  register(name: string, events: readonly string[]): Extension | Refusal {
    const known = [...this.#all.values()].find((extension) => extension.name === name);
    // A part of the function's process cannot be told of the shutdown: it gets SIGTERM.
    const allowed: readonly string[] = known?.isExternal ? ["INVOKE", "SHUTDOWN"] : ["INVOKE"];
    const refused = events.find((event) => !allowed.includes(event));
    if (refused !== undefined) {
      return { errorType: "Extension.InvalidEventType", errorMessage: `${refused}: ErrorInvalidEventType` };
    }
    if (known && !known.isExternal) {
      return {
        errorType: "Extension.InvalidExtensionState",
        errorMessage: "Extension with this name already registered",
      };
    }
    const closed = known ? undefined : this.#refuseNew();
    if (closed) return closed;
    const extension = known ?? this.#add(name, false);
    const refusal = this.move(extension, "register", "registered");
    if (refusal) return refusal;
    extension.events = [...new Set(events)] as ExtensionEventName[];
    return extension;
  }

  /** The extension asks for an event. Undefined if it has been answered or will be. */
  next(extension: Extension, deliver: DeliverEvent): Refusal | undefined {
    const refusal = this.move(extension, "next", "ready");
    if (refusal) return refusal;
    const { pending } = extension;
    extension.pending = undefined;
    if (pending) this.#give(extension, pending, deliver);
    else extension.waiting = deliver;
    this.#check();
    return undefined;
  }

  /** Moves it on, or says in AWS's words that it can't be. */
  move(extension: Extension, event: string, target: keyof typeof extensionStateNames): Refusal | undefined {
    const { name, state } = extension;
    if (!(event in extensionLife[state])) {
      return {
        errorType: "Extension.InvalidExtensionState",
        errorMessage: `State transition from ${extensionStateNames[state]} to ${extensionStateNames[target]} failed for extension ${name}. Error: State transition is not allowed`,
      };
    }
    extension.state = transition(extensionLife, state, event);
    this.#check();
    return undefined;
  }

  /** An extension has said that it cannot go on. Its program is to end now; a part of the function's process takes it along. */
  fail(extension: Extension, kind: "InitError" | "ExitError", errorType: string): Refusal | undefined {
    const refusal =
      kind === "InitError"
        ? this.move(extension, "failInit", "initError")
        : this.move(extension, "failExit", "exitError");
    if (refusal) return refusal;
    extension.errorType = errorType;
    if (!extension.isExternal) this.#fail({ errorType: `Extension.${kind}`, reason: "exit code 0" });
    return undefined;
  }

  /** A program has ended. */
  onEnd({ name, code, signal, launchError }: ExtensionEnd): void {
    const extension = [...this.#all.values()].find((other) => other.isExternal && other.name === name);
    if (!extension) return;
    extension.hasEnded = true;
    const said = { initError: "Extension.InitError", exitError: "Extension.ExitError" } as const;
    const { state } = extension;
    const errorType =
      state === "initError" || state === "exitError"
        ? said[state]
        : launchError
          ? "Extension.LaunchError"
          : "Extension.Crash";
    this.move(extension, launchError ? "failLaunch" : "exit", "exited");
    extension.errorType ??= errorType;
    if (!this.#isEnding) {
      const how = signal ? `signal: ${signal}` : code === 0 ? "exit code 0" : `exit status ${code}`;
      this.#fail({ errorType, reason: launchError ?? how });
    }
    this.#check();
  }

  /** Fulfilled when every program has registered. */
  untilRegistered(): Promise<void> {
    return this.#until(() => this.#every(({ state }) => state !== "started"));
  }

  /** Nobody registers any more. Fulfilled when all that have wait for their first event. */
  untilInitialised(): Promise<void> {
    this.#isClosed = true;
    return this.#until(() => this.#every(({ state }) => state === "ready"));
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  newEventId(): string {
    return this.#random.uuid();
  }

  /** Gives the event to those that want it. False if none does. */
  invoke({ deadlineMs, requestId, invokedFunctionArn, traceId }: Invocation): boolean {
    const tracing = { type: "X-Amzn-Trace-Id", value: traceId ?? "" };
    return this.#tell("INVOKE", {
      eventType: "INVOKE",
      deadlineMs: Math.round(deadlineMs),
      requestId,
      invokedFunctionArn,
      tracing,
    });
  }

  /** Fulfilled when all that were given an event wait for the next. */
  untilIdle(): Promise<void> {
    return this.#until(() => this.#every(({ state, pending }) => state !== "running" && !pending));
  }

  /** Fulfilled when those that were told have ended. From now on an end is no crash. */
  async shutdown(shutdownReason: ShutdownReason, deadlineMs: number): Promise<void> {
    this.#isEnding = true;
    const event = { eventType: "SHUTDOWN", shutdownReason, deadlineMs: Math.round(deadlineMs) };
    if (!this.#tell("SHUTDOWN", event)) return;
    await this.#until(() => this.#every(({ events, hasEnded }) => hasEnded || !events.includes("SHUTDOWN")));
  }

  /** Whoever ends from now on was meant to. */
  expectEnd(): void {
    this.#isEnding = true;
  }

  #refuseNew(): Refusal | undefined {
    if (this.#isClosed) {
      return { errorType: "Extension.RegistrationClosed", errorMessage: "Extension registration closed already" };
    }
    if (this.#all.size >= mostExtensions) {
      return { errorType: "Extension.TooManyExtensions", errorMessage: `Extension limit (${mostExtensions}) reached` };
    }
    return undefined;
  }

  #add(name: string, isExternal: boolean): Extension {
    const extension: Extension = {
      name,
      id: this.#random.uuid(),
      isExternal,
      state: "started",
      events: [],
      waiting: undefined,
      pending: undefined,
      errorType: undefined,
      hasEnded: false,
    };
    this.#all.set(extension.id, extension);
    return extension;
  }

  #tell(name: ExtensionEventName, event: object): boolean {
    let isWanted = false;
    for (const extension of this.#all.values()) {
      if (!extension.events.includes(name) || extension.hasEnded) continue;
      isWanted = true;
      const { waiting } = extension;
      extension.waiting = undefined;
      if (waiting) this.#give(extension, event, waiting);
      else extension.pending = event;
    }
    return isWanted;
  }

  #give(extension: Extension, event: object, deliver: DeliverEvent): void {
    this.move(extension, "deliver", "running");
    // A client that has gone asks again, and gets it then.
    if (!deliver(event)) extension.pending = event;
  }

  #fail(failure: ExtensionFailure): void {
    this.#failure ??= failure;
    this.#failed.resolve(this.#failure);
  }

  #every(isSo: (extension: Extension) => boolean): boolean {
    for (const extension of this.#all.values()) if (!isSo(extension)) return false;
    return true;
  }

  #until(isMet: () => boolean): Promise<void> {
    if (isMet()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.add({ isMet, resolve }));
  }

  #check(): void {
    for (const waiting of this.#waiting) {
      if (!waiting.isMet()) continue;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
  }
}
