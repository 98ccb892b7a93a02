/**
 * The sandbox port: makes execution environments, each one isolated process (tree) that speaks the runtime protocol over its
 * own Unix socket. Lambda's rules (timeouts, retries, logs' START/END/REPORT) are not here: `services/lambda/invocation` has them.
 */
export interface Sandbox {
  /** What isolation this machine gives, and what is missing with what to do about it. For `squall doctor` and refusals. */
  report(): Promise<SandboxReport>;
  /** Which interpreter of this machine serves each runtime. For `squall runtimes`. */
  runtimes(): Promise<readonly RuntimeReport[]>;
  /**
   * Gets the very interpreter that a runtime names, from the package manager that has it. Rejects with `RuntimeUnavailableError`, whose
   * message says what to type instead.
   */
  install(runtime: string): Promise<void>;
  /** Says what serves the runtime, if it is another version than it names: for the function's log. */
  standIn(runtime: string): Promise<string | undefined>;
  /** Says which network functions have, if it is not the one that was asked for: for the function's log. */
  networkNotice(): Promise<string | undefined>;
  /** Says of a program that a function has looked for in vain, if its output says so, that AWS has none either: for the function's log. */
  programNotice(output: Buffer): string | undefined;
  /** Whether one of its functions has that TCP connection, as far as the kernel can be asked; ends are like `127.0.0.1:80`. */
  owns(from: string, to: string): Promise<boolean>;
  /**
   * Boots what makes cold starts fast for a runtime (a zygote, a pool of processes) and functions of that much memory, once; repeated
   * calls share it. Rejects with `RuntimeUnavailableError`, whose message says what to type, if no interpreter serves it.
   */
  prepare(runtime: string, memoryMiB?: number): Promise<void>;
  /** A new environment with the function's code mounted, its handler not loaded yet: `init` does that. */
  start(spec: EnvironmentSpec): Promise<SandboxEnvironment>;
  /**
   * A process that will load the function once, for environments to be made from it. Rejects with `RuntimeUnavailableError` where
   * that can't be done.
   */
  snapshot(spec: EnvironmentSpec): Promise<Snapshot>;
  /** Kills every environment, zygote and pool, and removes their mounts, cgroups and directories. */
  close(): Promise<void>;
}

/**
 * Takes a piece of output. Undefined unless nothing more is to be read until the promise is fulfilled: the writer then waits in its
 * `write`. What is left when the writer has ended is read all the same.
 */
export type OnOutput = (chunk: Buffer) => Promise<void> | undefined;

export interface EnvironmentSpec {
  /** Unique while it lives; of the characters [0-9a-z-]. */
  readonly id: string;
  /** AWS's identifier: `python3.11`, `nodejs22.x`. */
  readonly runtime: string;
  /** The unpacked code on the host, mounted read-only at /var/task. */
  readonly codeDir: string;
  /** The function's layers, merged, on the host: mounted read-only at /opt. */
  readonly optDir?: string;
  /** What a `compile` environment has made of code and layers before, on the host: an archive that a runtime with bytecode finds. */
  readonly bytecodeDir?: string;
  /**
   * `tell-modules`: `init` gives the modules of code and layers that were compiled, and all that were imported. `compile`: nothing of the function is
   * run; each event is a list of such modules, and the response their bytecode. `try`: the one event is a list of imported modules, the response
   * which of them a fork may inherit. Of runtimes that have none, none makes a difference.
   */
  readonly purpose?: "tell-modules" | "compile" | "try";
  /** Of a snapshot that has not loaded the function but only imported these modules: environments that are made from it load the handler themselves. */
  readonly inherits?: readonly string[];
  readonly handler: string;
  /** The complete environment of the process: nothing of the host's is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMiB: number;
  readonly tmpMiB: number;
  /** Everything the function writes to standard output and standard error, in order, in pieces as they come. */
  readonly onOutput: OnOutput;
  /** What an SDK in it has sent to the daemon of X-Ray: a segment's document, which may be anything. Without it there is no daemon. */
  readonly onTrace?: (document: string) => void;
  /** Its process waits for a package that the runtime should have; fulfilled when it is there, or with why not. Set by the sandbox. */
  readonly onWanted?: (name: string) => Promise<string | undefined>;
  /** Is told that the process waits for such a package until the promise is fulfilled: with why it could not be had. */
  readonly onBringing?: (name: string, brought: Promise<string | undefined>) => void;
  /** For functions with extensions: what the Extensions and Telemetry APIs tell and ask. Without it there are no such APIs. */
  readonly extensions?: ExtensionsSpec;
  /** Of an environment that outlives the credentials of its beginning: one made from a snapshot. */
  readonly credentials?: CredentialsSource;
}

/** A function that has been initialised once. Its environments end with it. */
export interface Snapshot {
  /** Loads the function, and runs what it has registered for before the snapshot. Called once, before the first `restore`. */
  init(): Promise<InitResult>;
  /**
   * A new environment with the function loaded, of the snapshot's sizes: one that was made ahead, if there is one. Its `init` gives it
   * its variables and runs what is registered for after the restore.
   */
  restore(spec: EnvironmentSpec): Promise<SandboxEnvironment>;
  /** None waits any more to be taken: environments that were made from it live on. */
  retire(): Promise<void>;
  /** The most memory it has used, with what it shares with others. */
  peakBytes(): Promise<number>;
  close(): Promise<void>;
  readonly exited: Promise<ExitStatus>;
}

/** What the SDK in a function asks for by HTTP when its credentials are not among its variables. */
export interface CredentialsSource {
  /** Whoever asks must show it. */
  readonly token: string;
  /** Credentials that live some time from now on, in the form of AWS's container credentials. */
  get(): Promise<Readonly<Record<string, string>>>;
}

export interface ExtensionsSpec {
  /** What an extension is told of the function when it registers. */
  readonly accountId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly logFormat: "Text" | "JSON";
  /** Everything the extensions write. */
  readonly onOutput: OnOutput;
  /** The state of each extension when the INIT phase has ended, well or not. */
  readonly onExtension: (extension: ExtensionReport) => void;
  /** Called once, as soon as somebody could subscribe to telemetry. */
  readonly onTelemetry: (telemetry: TelemetrySink) => void;
  /** An extension has subscribed. It waits as who writes output does (`OnOutput`). */
  readonly onSubscribed: (subscription: SubscriptionReport) => Promise<void> | undefined;
}

export interface ExtensionReport {
  readonly name: string;
  /** `Ready`, `InitError`, … in AWS's words. */
  readonly state: string;
  readonly events: readonly string[];
  readonly errorType: string | undefined;
}

export interface SubscriptionReport {
  readonly api: "telemetry" | "logs";
  readonly name: string;
  readonly types: readonly string[];
}

/** Where an environment tells what happens, for those of its extensions that have subscribed. */
export interface TelemetrySink {
  /** Whether anybody listens or still may. Without that nothing need be told. */
  readonly isOpen: boolean;
  platform(type: string, record: unknown): void;
  /** Text as it was written, in pieces of any size. */
  output(type: "function" | "extension", chunk: Buffer): void;
}

/** How an environment ends. */
export type ShutdownReason = "spindown" | "timeout" | "failure";

/** An extension has ended, or has said that it cannot go on: the environment ends with it. */
export interface ExtensionFailure {
  /** `Extension.Crash`, `Extension.InitError`, `Extension.ExitError`, `Extension.LaunchError` */
  readonly errorType: string;
  /** `exit status 1` */
  readonly reason: string;
}

export interface SandboxEnvironment {
  readonly id: string;
  /** Loads the handler (runs the function's module code). Called once, before the first `invoke`. */
  init(): Promise<InitResult>;
  /**
   * Hands one event to the handler: one at a time. All output written before the handler ended has gone to `onOutput` before
   * this is fulfilled. Never rejects: a process that dies gives `exited`.
   *
   * A function that streams its response gives its pieces to `onPart` as they come, and an empty payload in the end; while the
   * promise of `onPart` is pending no more is read, so a function waits for a slow reader. Without `onPart` they are its payload, which
   * may have as many bytes as that of any other function.
   */
  invoke(invocation: Invocation, onPart?: OnPart): Promise<InvokeResult>;
  /** Most memory used since it started, and whether the kernel or the memory watch killed it for too much. */
  memory(): { peakBytes: number; outOfMemory: boolean };
  /**
   * After `invoke`: fulfilled when the extensions have done with the event too, or with what has become of one. Undefined if there
   * is none that it was given to.
   */
  extensionsDone(): Promise<ExtensionFailure | undefined> | undefined;
  /**
   * After `invoke`, of a process that asks for its events: fulfilled when it asks for the next, or has ended. It may be about to end, as after an error that
   * it doesn't survive, and an event is for the one that asks. Undefined if it can take an event at once.
   */
  untilReady(): Promise<void> | undefined;
  /**
   * There is nothing for it to do: it stands still until the next `invoke` or `shutdown`, where the machine can do that. Called between
   * events only. Source: "Understanding the Lambda execution environment lifecycle", "Freeze".
   */
  rest(): void;
  /** Tells the runtime (SIGTERM) and the extensions (SHUTDOWN) of the end, gives them AWS's time for it, and kills. */
  shutdown(reason: ShutdownReason): Promise<void>;
  /** SIGKILLs the whole process tree. Fulfilled when it is gone, its mounts and cgroup removed. Repeatable. */
  kill(): Promise<void>;
  /** Fulfilled when the process has ended, for whatever reason. */
  readonly exited: Promise<ExitStatus>;
}

/** Takes a piece of a response, of the type that the runtime says the response has, if it says one; that is the same for all its pieces. */
export type OnPart = (part: Buffer, contentType: string | undefined) => Promise<void> | undefined;

export interface Invocation {
  readonly requestId: string;
  /** The event, JSON in UTF-8. */
  readonly event: Uint8Array;
  /** For `context.get_remaining_time_in_millis()`: milliseconds since the epoch by the machine's clock. */
  readonly deadlineMs: number;
  readonly invokedFunctionArn: string;
  /** JSON, decoded from base64. */
  readonly clientContext?: string;
  readonly traceId?: string;
}

export type InitResult =
  | { kind: "ready"; modules?: ToldModules }
  | ({ kind: "extension" } & ExtensionFailure)
  | { kind: "error"; error: Buffer }
  | ({ kind: "exited" } & ExitStatus);

/** What an environment says of its modules, in the order of their imports. Nobody knows whether it is true. */
export interface ToldModules {
  /** Paths inside. */
  readonly compiled: readonly string[];
  /** Names, without the handler's own module. */
  readonly imported: readonly string[];
}

/**
 * `payload` and `error` are the JSON texts for the caller: an error has AWS's errorType, errorMessage, stackTrace (and requestId). `contentType` is what the
 * runtime says the response is.
 * A response that was `tooLarge` had so many bytes.
 */
export type InvokeResult =
  | { kind: "success"; payload: Buffer; contentType: string | undefined }
  | { kind: "tooLarge"; bytes: number }
  | { kind: "error"; error: Buffer }
  | ({ kind: "extension" } & ExtensionFailure)
  | ({ kind: "exited" } & ExitStatus);

export interface ExitStatus {
  /** The exit code, or undefined if a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
}

export interface SandboxReport {
  readonly isolation: "namespaces" | "none";
  readonly privilege: "root" | "user-namespace" | "none";
  readonly memoryLimit: "cgroup-v2" | "cgroup-v1" | "watched" | "none";
  /** Whether environments are frozen between events. */
  readonly freezes: boolean;
  /** What functions have: a network of their own, with a way outside or only to Squall, or the host's. */
  readonly network: "outside" | "squall" | "host";
  /** The programs that functions find: all of this machine's, or those of AWS's runtimes, of which this machine lacks some. */
  readonly programs: "host" | { readonly missing: readonly string[] };
  /** Sentences for the user: what is missing and what to do. Empty if all is there. */
  readonly missing: readonly string[];
}

export interface RuntimeReport {
  readonly runtime: string;
  /** Undefined if none serves it. */
  readonly interpreter: string | undefined;
  readonly version: string | undefined;
  /** `boto3 1.43.11` */
  readonly sdk: string | undefined;
  /** What to type where something is missing. */
  readonly remedy: string | undefined;
}

export class RuntimeUnavailableError extends Error {
  override readonly name = "RuntimeUnavailableError";
}
