import { rm } from "node:fs";
import type { Socket } from "node:net";
import { constants } from "node:os";
import { join } from "node:path";
import type { ExtensionEnd } from "../extensions/extensions.ts";
import type { ExitStatus, OnOutput } from "../sandbox.ts";
import type { Agent, AgentExit, AgentListener, Creating, ExtensionProgram, FunctionFiles, Restoring } from "./agent.ts";
import type { Connection, Connections } from "./connections.ts";
import { EnvironmentNetwork } from "./environment-network.ts";
import { frameTypes, peakBytes } from "./frames.ts";
import type { MemoryGauge } from "./memory-gauge.ts";
import { openOutputPipe, readOutput } from "./output-pipe.ts";

/** A process in its own sandbox, without a function yet, or with one since `assign`. */
export interface FunctionProcess {
  readonly id: string;
  readonly connection: Connection;
  /** Everything it writes to standard output and error. */
  readonly output: Socket;
  /** Fulfilled when nothing of it writes output any more. */
  readonly exited: Promise<unknown>;
  /** Fulfilled when it waits for a function. */
  readonly booted: Promise<void>;
  /** Fulfilled when it has loaded ahead all it could, or a function has come before that, or it has ended. */
  readonly warm: Promise<void>;
  /** Fulfilled when all its processes, mounts and groups are gone and all its output has been read. */
  readonly ended: Promise<ProcessEnd>;
  /** As `ended`, but where extensions outlive the function's process it is before they end. */
  readonly functionEnded: Promise<ProcessEnd>;
  assign(files: FunctionFiles, memoryMiB: number, tmpMiB: number): Promise<void>;
  /** Starts extensions beside it. Rejects where that can't be done. */
  extend(start: ExtensionStart): Promise<void>;
  /** Who is told what its SDKs send to the daemon of X-Ray. */
  onTrace?: ((document: string) => void) | undefined;
  /** Undefined where it has the host's. */
  readonly network?: EnvironmentNetwork | undefined;
  /** Whether the TCP connection that came `from` there is its own. Undefined where nobody can be asked. */
  readonly owns?: (from: string, to: string) => Promise<boolean>;
  /** All its processes stand still until `thaw`, where the machine can do that. */
  freeze(): void;
  thaw(): void;
  /** Of all its processes together. Undefined where nobody can tell. */
  readonly memory?: MemoryGauge;
  /** The most memory its processes have used, asked of the kernel. Undefined where nobody can be asked. */
  readonly peakBytes?: () => Promise<number>;
  /** SIGTERM for the function's process. */
  terminate(): void;
  kill(): Promise<ProcessEnd>;
}

export interface ExtensionStart {
  readonly programs: readonly ExtensionProgram[];
  readonly environment: Readonly<Record<string, string>>;
  readonly onOutput: OnOutput;
  readonly onEnd: (end: ExtensionEnd) => void;
}

/** One whose process is executed by `launch`, with variables of its own, when the code is there. */
export interface HeldProcess extends FunctionProcess {
  launch(environment: Readonly<Record<string, string>>): void;
}

/** With `hold` the process waits for `launch`; of a template others will be made. */
export interface StartOptions extends Creating {
  /** Its program is the function's own, which speaks no frames. */
  readonly isSilent?: boolean;
  /** It is made from another. */
  readonly from?: Restoring;
}

export interface ProcessEnd extends ExitStatus {
  readonly outOfMemory: boolean;
}

/** Fulfilled when its sandbox is made. Who calls Squall's endpoint from its own network is given to `accept`. */
export async function startProcess(
  agent: Agent,
  connections: Connections,
  id: string,
  accept: (socket: Socket) => void,
  { isSilent = false, from, ...creating }: StartOptions = {},
): Promise<HeldProcess> {
  const fifo = join(connections.folder, id);
  const booted = Promise.withResolvers<void>();
  const warm = Promise.withResolvers<void>();
  const exited = Promise.withResolvers<AgentExit>();
  const functionExited = Promise.withResolvers<AgentExit>();
  let extension: ExtensionStart | undefined;
  let extensionOutput: Socket | undefined;
  const memory = agent.gauge(id);
  const connected = connections.expect(id, (type, payload) => {
    if (type === frameTypes.waiting) {
      // What comes from a process is not believed before it is looked at; this one has no function yet.
      if (payload.length >= peakBytes) memory.booted(Number(payload.readBigUInt64LE(0)));
      booted.resolve();
    }
    if (type === frameTypes.warm) warm.resolve();
  });
  let started: HeldProcess | undefined;
  try {
    const listener: AgentListener = {
      onTrace: (document) => started?.onTrace?.(document),
      onExit: (exit) => {
        memory.end(exit.memory ?? undefined);
        exited.resolve(exit);
      },
      onFunctionExit: functionExited.resolve,
      onExtensionExit: ({ name, code, signal, launchError }) => {
        extension?.onEnd({
          name,
          code: code ?? undefined,
          signal: signal === null ? undefined : signalName(signal),
          launchError: launchError ?? undefined,
        });
      },
    };
    await (from ? agent.restore(id, fifo, listener, from) : agent.create(id, fifo, listener, creating));
  } catch (error) {
    connections.forget(id);
    rm(fifo, { force: true }, () => undefined);
    throw error;
  }
  const listeners = await agent.listeners(id);
  const network =
    listeners &&
    listeners.length > 0 &&
    new EnvironmentNetwork({ listeners, accept, connect: (port) => agent.connect(id, port) });
  const output = await openOutputPipe(fifo);
  // The agent has connected for it; but nobody accepts any more if the sandbox is being closed.
  const connection = await Promise.race([connected, exited.promise.then(() => undefined)]);
  if (!connection) {
    connections.forget(id);
    output.destroy();
    if (network) network.close();
    throw new Error("the environment ended while it was started");
  }
  // A process that has closed its connection can be given nothing any more.
  if (!isSilent) {
    const onClose = () => {
      if (!extension) agent.kill(id);
    };
    if (connection.socket.closed) onClose();
    else connection.socket.once("close", onClose);
  }
  const ended = exited.promise.then(async (exit) => {
    await closed(output);
    if (extensionOutput) await closed(extensionOutput);
    connection.socket.destroy();
    if (network) network.close();
    warm.resolve();
    return toEnd(exit);
  });
  started = {
    id,
    connection,
    output,
    exited: exited.promise,
    ended,
    functionEnded: Promise.race([functionExited.promise.then(toEnd), ended]),
    booted: booted.promise,
    warm: warm.promise,
    assign: (files, memoryMiB, tmpMiB) => {
      warm.resolve();
      return agent.assign(id, files, memoryMiB, tmpMiB);
    },
    extend: async (start) => {
      extension = start;
      await agent.extend(id, `${fifo}-x`, start.programs, start.environment);
      extensionOutput = await openOutputPipe(`${fifo}-x`);
      readOutput(extensionOutput, start.onOutput, exited.promise);
    },
    freeze: () => agent.freeze(id),
    thaw: () => agent.thaw(id),
    terminate: () => agent.signal(id, constants.signals.SIGTERM),
    launch: (environment) => agent.launch(id, environment),
    memory,
    network: network || undefined,
    owns: (from, to) => agent.owns(id, from, to),
    peakBytes: () => agent.peakBytes(id),
    kill: () => {
      agent.kill(id);
      return ended;
    },
  };
  return started;
}

/** Fulfilled when it waits for a function; rejects if it ended instead. */
export async function untilBooted<Process extends FunctionProcess>(process: Process): Promise<Process> {
  const end = await Promise.race([process.booted, process.ended]);
  if (end) throw new Error(`a function's process ended while it booted (${end.signal ?? `exit code ${end.code}`})`);
  return process;
}

/** What an ended process has written is there at once; a program that has outlived it, without isolation, may hold its pipe for ever. */
const lastOutputMs = 2_000;

function closed(socket: Socket): Promise<void> {
  if (socket.closed) return Promise.resolve();
  return new Promise((resolve) => {
    const late = setTimeout(() => socket.destroy(), lastOutputMs);
    socket.once("close", () => {
      clearTimeout(late);
      resolve();
    });
    socket.resume();
  });
}

/** Of two names of a number (SIGABRT and SIGIOT) the first is the usual one. */
export const signalNames: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.signals)
    .toReversed()
    .map(([name, number]) => [number, name]),
);

function toEnd({ code, signal, outOfMemory }: AgentExit): ProcessEnd {
  return {
    code: code ?? undefined,
    signal: signal === null ? undefined : signalName(signal),
    outOfMemory,
  };
}

function signalName(signal: number): string {
  return signalNames.get(signal) ?? `SIG${signal}`;
}
