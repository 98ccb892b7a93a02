import type { ExtensionReport } from "../sandbox.ts";

export type ExtensionEventName = "INVOKE" | "SHUTDOWN";

/** Hands an event to a client that waits for one; false if it has gone. */
export type DeliverEvent = (event: object) => boolean;

/** One extension: a program of its own, which Squall starts, or a part of the function's process, which registers by itself. */
export interface Extension {
  readonly name: string;
  readonly id: string;
  readonly isExternal: boolean;
  state: keyof typeof extensionLife;
  events: readonly ExtensionEventName[];
  /** Its `next` that waits. */
  waiting: DeliverEvent | undefined;
  /** An event it was given and might not have received. */
  pending: object | undefined;
  errorType: string | undefined;
  /** Its program has ended. */
  hasEnded: boolean;
}

/** Source: "Using the Lambda Extensions API to create extensions", and the runtime interface emulator's states. */
export const extensionLife = {
  started: { register: "registered", exit: "exited", failLaunch: "launchError" },
  registered: { next: "ready", failInit: "initError", failExit: "exitError", exit: "exited" },
  ready: { next: "ready", deliver: "running", failExit: "exitError", exit: "exited" },
  running: { next: "ready", failExit: "exitError", exit: "exited" },
  initError: {},
  exitError: {},
  launchError: {},
  exited: {},
} as const;

/** As AWS calls the states. */
export const extensionStateNames: Readonly<Record<keyof typeof extensionLife, string>> = {
  started: "Started",
  registered: "Registered",
  ready: "Ready",
  running: "Running",
  initError: "InitError",
  exitError: "ExitError",
  launchError: "LaunchError",
  exited: "Exited",
};

export function toReport({ name, state, events, errorType }: Extension): ExtensionReport {
  return { name, state: extensionStateNames[state], events, errorType };
}
