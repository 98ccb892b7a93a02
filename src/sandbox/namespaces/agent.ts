import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";
import { join } from "node:path";
import type { LaunchPlan } from "../../../runtimes/runtime.ts";
import type { Log } from "../../platform/log.ts";
import type { AgentMode } from "./agent-mode.ts";
import type { FunctionNetwork, NetworkHandle, NetworkSettings } from "./environment-network.ts";
import { Freezer, type FreezerPlace } from "./freezer.ts";
import { AskedGauge, GroupGauge, type GroupMemory, type MemoryGauge, type MemoryPlace } from "./memory-gauge.ts";

/** What the agent is started with. */
export interface AgentSettings {
  /** Any Python: the agent's own interpreter, not necessarily the functions'. */
  readonly python: string;
  readonly installDir: string;
  readonly plan: Pick<LaunchPlan, "binds" | "links" | "launch">;
  readonly mode: AgentMode;
  /** An empty folder of its own. */
  readonly mountPoint: string;
  readonly socketPath: string;
  /** As whom it connects to bring what is sent to the daemon of X-Ray; without it that is lost. */
  readonly tracesId?: string;
  readonly network: NetworkSettings;
  readonly log: Log;
}

/** How an environment has ended: all its processes, mounts and groups are gone. */
export interface AgentExit {
  readonly code: number | null;
  /** Number of the signal. */
  readonly signal: number | null;
  readonly outOfMemory: boolean;
  /** What its group said of its memory when nothing of it ran any more. Absent where there is none. */
  readonly memory?: GroupMemory | null;
}

/** How an extension's program has ended. */
export interface AgentExtensionExit {
  readonly name: string;
  readonly code: number | null;
  readonly signal: number | null;
  /** Why it could not be executed, if so. */
  readonly launchError: string | null;
}

/** What is told of an environment while it lives. */
export interface AgentListener {
  readonly onExit: (exit: AgentExit) => void;
  /** Only of one with extensions, which outlive the function. */
  readonly onFunctionExit: (exit: AgentExit) => void;
  readonly onExtensionExit: (exit: AgentExtensionExit) => void;
  readonly onTrace: (document: string) => void;
}

type Message = { readonly id: string; readonly message?: string } & (
  | {
      readonly event: "ready";
      readonly memoryLimit: string;
      readonly freezer: FreezerPlace | null;
      readonly memory: MemoryPlace | null;
      readonly network: FunctionNetwork;
      readonly networkRefusal: string | null;
    }
  | { readonly event: "frozen"; readonly turn: number }
  | {
      readonly event:
        | "unavailable"
        | "created"
        | "notCreated"
        | "assigned"
        | "notAssigned"
        | "extended"
        | "notExtended";
    }
  | { readonly event: "answer"; readonly question: number; readonly value: unknown }
  | ({ readonly event: "exited" | "functionExited" } & AgentExit)
  | ({ readonly event: "extensionExited" } & AgentExtensionExit)
);

/** What comes with an open file: which listener of an environment's network it is, or the answer to which question. */
type FileMessage =
  | { readonly id: string; readonly listener: number }
  | { readonly id?: undefined; readonly question: number };

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

const lost: AgentExit = { code: null, signal: 9, outOfMemory: false };

/** What of the host's files a function gets: its code and, where it has layers, those. */
export interface FunctionFiles {
  readonly codeDir: string;
  readonly optDir?: string;
  /** In the place of /etc/hosts. */
  readonly hostsFile?: string;
  /** What was compiled of it before. */
  readonly bytecodeDir?: string;
}

export interface Creating {
  readonly hold?: boolean;
  readonly isTemplate?: boolean;
  /** In place of the plan's. */
  readonly command?: readonly string[];
}

/** What an environment is made from that is a fork of another. */
export interface Restoring {
  /** The template's id. */
  readonly of: string;
  readonly memoryMiB: number;
  readonly tmpMiB: number;
}

/** A program of the function's layers. */
export interface ExtensionProgram {
  readonly name: string;
  /** As the environment sees it. */
  readonly path: string;
}

/** What has come of an environment's listeners. */
interface HandedOver {
  readonly handles: NetworkHandle[];
  count: number;
  readonly all: PromiseWithResolvers<readonly NetworkHandle[]>;
}

/** The privileged process that makes environments of one interpreter: `runtimes/sandbox/agent.py`. Spoken to in lines of JSON. */
export class Agent {
  readonly #control: Socket;
  readonly #waiting = new Map<string, Waiting>();
  readonly #listeners = new Map<string, AgentListener>();
  readonly #asked = new Map<number, (value: unknown) => void>();
  #questions = 0;
  readonly #listenerCount: number;
  readonly #handedOver = new Map<string, HandedOver>();
  readonly #connections = new Map<number, PromiseWithResolvers<NetworkHandle | undefined>>();
  /** Fulfilled when the process has ended. */
  readonly ended: Promise<void>;
  #memoryLimit = "none";
  #network: FunctionNetwork = "host";
  #networkRefusal: string | undefined;
  #freezer: Freezer | undefined;
  #memory: MemoryPlace | undefined;
  #isOver = false;

  private constructor(child: ChildProcess, { listeners }: NetworkSettings) {
    this.#listenerCount = listeners.length;
    this.#control = child.stdio[3] as Socket;
    this.ended = new Promise((resolve) => {
      const end = () => {
        this.#end();
        resolve();
      };
      child.on("message", (message, handle) =>
        this.#onFile(message as FileMessage, handle as unknown as NetworkHandle),
      );
      child.once("exit", end);
      child.once("error", end);
    });
  }

  /** Rejects with what the kernel refused, if it did. */
  static async start(settings: AgentSettings): Promise<Agent> {
    const { python, installDir, plan, mode, mountPoint, socketPath, tracesId, network, log } = settings;
    const child = spawn(python, ["-I", "-S", "-B", "agent.py", mode], {
      // By its short name: functions see the command line of their init process, and are not to learn where Squall is.
      cwd: join(installDir, "runtimes/sandbox"),
      // The last is a channel of Node's own, the only one by which it takes open files from another process.
      stdio: ["ignore", "ignore", "pipe", "pipe", "ipc"],
      env: { LC_CTYPE: "C.UTF-8", PATH: "/usr/local/bin:/usr/bin:/bin" },
      // Its own session: a Ctrl-C in the terminal is Squall's to handle.
      detached: true,
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => log.warn(`sandbox agent: ${text.trim()}`));
    const agent = new Agent(child, network);
    const ready = agent.#wait("");
    agent.#listen();
    agent.#tell({ ...plan, mode, mountPoint, socketPath, tracesId, network, ownerPid: process.pid });
    await ready;
    return agent;
  }

  get memoryLimit(): string {
    return this.#memoryLimit;
  }

  /** Which network its environments have, as far as the machine gives it. */
  get network(): FunctionNetwork {
    return this.#network;
  }

  /** Why it is not the one that was asked for. */
  get networkRefusal(): string | undefined {
    return this.#networkRefusal;
  }

  /** What came with the traces: whose it is, and on the lines after that what was sent, of which the first names the form. */
  onTrace(payload: Buffer): void {
    const [id = "", form = "", ...lines] = payload.toString("utf8").split("\n");
    if (/"json"/.test(form)) this.#listeners.get(id)?.onTrace(lines.join("\n"));
  }

  get canFreeze(): boolean {
    return this.#freezer !== undefined;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Fulfilled when init and the output pipe are there. The function's process is booting, or with `hold` waits for `launch`. */
  create(
    id: string,
    fifo: string,
    listener: AgentListener,
    { hold = false, isTemplate = false, command }: Creating = {},
  ): Promise<void> {
    this.#listeners.set(id, listener);
    this.#tell({ do: "create", id, fifo, hold, isTemplate, command });
    return this.#wait(id);
  }

  /** Makes an environment by a fork of the template. Fulfilled when that waits for its variables, its limits set. */
  restore(id: string, fifo: string, listener: AgentListener, from: Restoring): Promise<void> {
    this.#listeners.set(id, listener);
    this.#tell({ do: "restore", id, fifo, ...from });
    return this.#wait(id);
  }

  /** Mounts the code, the layers and /tmp, sets the limits. */
  assign(id: string, files: FunctionFiles, memoryMiB: number, tmpMiB: number): Promise<void> {
    this.#tell({
      do: "assign",
      id,
      codeDir: files.codeDir,
      optDir: files.optDir,
      hostsFile: files.hostsFile,
      bytecodeDir: files.bytecodeDir,
      memoryMiB,
      tmpMiB,
    });
    return this.#wait(id);
  }

  /** Starts extensions, with exactly these variables. What they write comes through the pipe at `fifo`. */
  extend(
    id: string,
    fifo: string,
    programs: readonly ExtensionProgram[],
    environment: Readonly<Record<string, string>>,
  ): Promise<void> {
    this.#tell({ do: "extend", id, fifo, programs, environment });
    return this.#wait(id);
  }

  /** To the function's process, if it still runs. */
  signal(id: string, signal: number): void {
    this.#tell({ do: "signal", id, signal });
  }

  /** Starts the process of an environment that was held, with exactly these variables. */
  launch(id: string, environment: Readonly<Record<string, string>>): void {
    this.#tell({ do: "launch", id, environment });
  }

  /** Whether one of the environment's processes has the TCP connection that came `from` there. False if it has ended. */
  async owns(id: string, from: string, to: string): Promise<boolean> {
    return (await this.#ask({ id, what: "owner", from, to })) === true;
  }

  /** What Squall listens to in the environment's own network. Undefined without one. Called once, after it was created. */
  async listeners(id: string): Promise<readonly NetworkHandle[] | undefined> {
    if (this.#network === "host" || this.#isOver) return undefined;
    const { all } = this.#handOver(id);
    const handles = await all.promise;
    this.#handedOver.delete(id);
    return handles;
  }

  /** A connection to what listens at that port of the environment's own network, on loopback. Undefined if nothing does. */
  async connect(id: string, port: number): Promise<Socket | undefined> {
    if (this.#isOver) return undefined;
    const question = this.#questions + 1;
    const file = Promise.withResolvers<NetworkHandle | undefined>();
    this.#connections.set(question, file);
    const isConnected = (await this.#ask({ id, what: "connect", port })) === true;
    const handle = isConnected ? await file.promise : undefined;
    this.#connections.delete(question);
    return handle && new Socket({ handle, allowHalfOpen: true, readable: true, writable: true } as object);
  }

  /** The id of the environment that has the connection, if one has. */
  async whose(from: string, to: string): Promise<string | undefined> {
    const id = await this.#ask({ what: "whose", from, to });
    return typeof id === "string" ? id : undefined;
  }

  /** The most memory that the function's processes have used, each for itself. 0 if it has ended. */
  async peakBytes(id: string): Promise<number> {
    return Number((await this.#ask({ id, what: "peakBytes" })) ?? 0);
  }

  /** Of an environment that is there. */
  gauge(id: string): MemoryGauge {
    return this.#memory ? new GroupGauge(this.#memory, id) : new AskedGauge(() => this.peakBytes(id));
  }

  /** Its processes do nothing until `thaw`, where the machine can do that. */
  freeze(id: string): void {
    if (this.#listeners.has(id)) this.#freezer?.freeze(id);
  }

  thaw(id: string): void {
    this.#freezer?.thaw(id);
  }

  kill(id: string): void {
    this.#tell({ do: "kill", id });
  }

  /** The end of its socket tells the agent to kill everything and go. */
  async close(): Promise<void> {
    this.#control.end();
    await this.ended;
  }

  /** `""` is the agent itself. One that has ended is answered nothing. */
  #wait(id: string): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) reject(new Error("the sandbox's agent has ended"));
      // That has been told, and of what has ended the agent tells nothing more.
      else if (id !== "" && !this.#listeners.has(id)) reject(new Error("the environment has ended"));
      else this.#waiting.set(id, { resolve, reject });
    });
  }

  /** Undefined if the agent ends. */
  #ask(question: object): Promise<unknown> {
    return new Promise((resolve) => {
      if (this.#isOver) return resolve(undefined);
      this.#questions += 1;
      this.#asked.set(this.#questions, resolve);
      this.#tell({ do: "ask", question: this.#questions, ...question });
    });
  }

  #tell(message: object): void {
    if (!this.#isOver) this.#control.write(`${JSON.stringify(message)}\n`);
  }

  #handOver(id: string): HandedOver {
    const known = this.#handedOver.get(id) ?? { handles: [], count: 0, all: Promise.withResolvers() };
    this.#handedOver.set(id, known);
    return known;
  }

  #onFile(message: FileMessage, handle: NetworkHandle): void {
    if (message.id === undefined) {
      const waiting = this.#connections.get(message.question);
      if (waiting) waiting.resolve(handle);
      else handle.close();
      return;
    }
    const known = this.#handOver(message.id);
    known.handles[message.listener] = handle;
    known.count += 1;
    if (known.count === this.#listenerCount) known.all.resolve(known.handles);
  }

  /** Of an environment that could not be made in the end. */
  #forgetFiles(id: string): void {
    const known = this.#handedOver.get(id);
    this.#handedOver.delete(id);
    if (!known) return;
    for (const handle of known.handles) handle?.close();
    known.all.resolve([]);
  }

  #listen(): void {
    let partial = "";
    this.#control.setEncoding("utf8");
    this.#control.on("data", (text: string) => {
      const lines = (partial + text).split("\n");
      partial = lines.pop() ?? "";
      for (const line of lines) this.#handle(JSON.parse(line) as Message);
    });
    this.#control.on("error", () => this.#control.destroy());
  }

  #handle(message: Message): void {
    if (message.event === "answer") {
      this.#asked.get(message.question)?.(message.value);
      this.#asked.delete(message.question);
      return;
    }
    const id = message.id ?? "";
    if (message.event === "frozen") {
      this.#freezer?.onFrozen(id, message.turn);
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    switch (message.event) {
      case "ready":
        this.#memoryLimit = message.memoryLimit;
        this.#network = message.network;
        this.#networkRefusal = message.networkRefusal ?? undefined;
        this.#memory = message.memory ?? undefined;
        if (message.freezer) this.#freezer = new Freezer(message.freezer, (order) => this.#tell(order));
        waiting?.resolve();
        break;
      case "created":
      case "assigned":
      case "extended":
        waiting?.resolve();
        break;
      case "exited":
        waiting?.reject(new Error("the environment ended while it was started"));
        this.#listeners.get(id)?.onExit(message);
        this.#listeners.delete(id);
        this.#forgetFiles(id);
        this.#freezer?.forget(id);
        break;
      case "functionExited":
        this.#listeners.get(id)?.onFunctionExit(message);
        break;
      case "extensionExited":
        this.#listeners.get(id)?.onExtensionExit(message);
        break;
      case "notCreated":
        this.#listeners.delete(id);
        this.#forgetFiles(id);
        waiting?.reject(new Error(message.message));
        break;
      default:
        waiting?.reject(new Error(message.message));
    }
  }

  /** Whatever it held has been killed with it. */
  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#freezer?.thawAll();
    for (const waiting of this.#waiting.values()) waiting.reject(new Error("the sandbox's agent has ended"));
    this.#waiting.clear();
    for (const answer of this.#asked.values()) answer(undefined);
    this.#asked.clear();
    for (const { onExit } of this.#listeners.values()) onExit(lost);
    this.#listeners.clear();
    for (const id of this.#handedOver.keys()) this.#forgetFiles(id);
    for (const file of this.#connections.values()) file.resolve(undefined);
    this.#control.destroy();
  }
}
