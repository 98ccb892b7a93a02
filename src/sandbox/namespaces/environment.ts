import { responseLimits } from "../response-limits.ts";
import type {
  EnvironmentSpec,
  ExitStatus,
  InitResult,
  Invocation,
  InvokeResult,
  OnPart,
  SandboxEnvironment,
  ToldModules,
} from "../sandbox.ts";
import { frameTypes, peakBytes, toBroughtFrame, toInitFrame, toInvokeFrame } from "./frames.ts";
import { type OutputReading, readOutput } from "./output-pipe.ts";
import type { FunctionProcess, ProcessEnd } from "./process.ts";

const mib = 1024 * 1024;

/** What a process may answer with. */
const answersOf: Readonly<Record<"init" | "invoke", ReadonlySet<number>>> = {
  init: new Set([frameTypes.ready, frameTypes.fault]),
  invoke: new Set([frameTypes.response, frameTypes.error, frameTypes.fatal, frameTypes.fault]),
};

/** The function's part of an environment. */
export type FunctionEnvironment = Omit<SandboxEnvironment, "extensionsDone" | "rest" | "shutdown">;

/** A process with a function: hands frames to it and takes its answers. */
export class NamespaceEnvironment implements FunctionEnvironment {
  readonly id: string;
  readonly exited: Promise<ExitStatus>;
  readonly #spec: EnvironmentSpec;
  readonly #process: FunctionProcess;
  readonly #output: OutputReading;
  readonly #ofItsOwn: boolean;
  readonly #isTemplate: boolean;
  readonly #onInitialised: () => void;
  #answer: ((type: number, payload: Buffer, bytes: number) => void) | undefined;
  /** Who waits for an answer that will not come any more. Not `exited.then`: that would keep one callback for every event there was. */
  #onExit: ((status: ExitStatus) => void) | undefined;
  #end: ProcessEnd | undefined;
  #peakBytes = 0;
  #onPart: OnPart | undefined;
  /** Those that nobody takes as they come, as long as they are no more than a response may be. */
  #parts: Buffer[] = [];
  #partsBytes = 0;
  /** What the process says that its pieces are. */
  #partsType: string | undefined;
  #isStreamed = false;
  #isBringing = false;

  /** A process `ofItsOwn` is launched with the function's variables. */
  constructor(
    spec: EnvironmentSpec,
    process: FunctionProcess,
    ofItsOwn: boolean,
    onInitialised: () => void,
    isTemplate = false,
  ) {
    this.#isTemplate = isTemplate;
    this.id = spec.id;
    this.#spec = spec;
    this.#process = process;
    this.#ofItsOwn = ofItsOwn;
    this.#onInitialised = onInitialised;
    this.#output = readOutput(process.output, spec.onOutput, process.exited);
    process.connection.onFrame = (type, payload, bytes) => this.#onFrame(type, payload, bytes);
    this.exited = process.functionEnded.then((end) => {
      this.#end = end;
      const status = { code: end.code, signal: end.signal };
      this.#onExit?.(status);
      return status;
    });
  }

  async init(): Promise<InitResult> {
    const answer = this.#nextAnswer<InitResult>(answersOf.init, (type, payload) =>
      type === frameTypes.ready ? toReady(payload) : { kind: "error", error: payload },
    );
    this.#process.connection.socket.write(
      toInitFrame(
        this.#spec.handler,
        this.#ofItsOwn ? undefined : this.#spec.environment,
        this.#isTemplate,
        this.#spec,
      ),
    );
    const result = await answer;
    this.#onInitialised();
    return result;
  }

  invoke(invocation: Invocation, onPart?: OnPart): Promise<InvokeResult> {
    this.#onPart = onPart;
    this.#partsType = undefined;
    this.#isStreamed = false;
    const answer = this.#nextAnswer<InvokeResult>(answersOf.invoke, (type, payload, bytes) =>
      this.#toResult(type, payload, bytes),
    );
    this.#process.connection.socket.write(toInvokeFrame(invocation));
    return answer;
  }

  /** Its process waits for whatever comes. */
  untilReady(): undefined {
    return undefined;
  }

  memory(): { peakBytes: number; outOfMemory: boolean } {
    const outOfMemory = this.#end?.outOfMemory ?? false;
    const mostBytes = this.#spec.memoryMiB * mib;
    // The process counts what it shares with the zygote, the limit does not: it may have been somewhat above it.
    return { peakBytes: outOfMemory ? mostBytes : Math.min(this.#peakBytes, mostBytes), outOfMemory };
  }

  async kill(): Promise<void> {
    await this.#process.kill();
  }

  /**
   * The process wrote its output before its answer, so in this turn of the event loop both are there to be read, in whatever order;
   * by the end of the turn (setImmediate) the output has been delivered, unless it is not to be read now: then it is waited for. More
   * than a pipe holds cannot be outstanding.
   */
  #nextAnswer<T>(
    answers: ReadonlySet<number>,
    toResult: (type: number, payload: Buffer, bytes: number) => T,
  ): Promise<T | ({ kind: "exited" } & ExitStatus)> {
    if (this.#answer) throw new Error("an environment takes one event at a time");
    return new Promise((resolve) => {
      const take = (type: number, payload: Buffer, bytes: number) => {
        if (!answers.has(type)) {
          this.#refuse();
          return;
        }
        this.#answer = undefined;
        const settle = () => resolve(toResult(type, payload, bytes));
        // An environment that is ending must not be taken for one that can have the next event.
        if (type === frameTypes.fatal) void this.exited.then(settle);
        else setImmediate(() => void (this.#output.rest()?.then(settle) ?? settle()));
      };
      this.#answer = take;
      this.#onExit = (status) => {
        if (this.#answer !== take) return;
        this.#answer = undefined;
        resolve({ kind: "exited", ...status });
      };
      if (this.#end) this.#onExit({ code: this.#end.code, signal: this.#end.signal });
    });
  }

  /** What comes from a function's process may come from the function's code: what nobody has asked for ends the environment. */
  #onFrame(type: number, payload: Buffer, bytes: number): void {
    if (payload.length < peakBytes) {
      this.#refuse();
      return;
    }
    if (type === frameTypes.warm || type === frameTypes.waiting) return;
    this.#peakBytes = Math.max(this.#peakBytes, Number(payload.readBigUInt64LE(0)));
    if (this.#answer && type === frameTypes.part) this.#takePart(payload.subarray(peakBytes));
    else if (this.#answer && type === frameTypes.partsType) this.#partsType = payload.toString("latin1", peakBytes);
    else if (this.#answer && type !== frameTypes.wanted)
      this.#answer(type, payload.subarray(peakBytes), bytes - peakBytes);
    else if (type === frameTypes.wanted) this.#bring(payload.toString("utf8", peakBytes));
    // A process tells of what nobody caught whenever that happens, and ends.
    else if (type !== frameTypes.fatal && type !== frameTypes.fault) this.#refuse();
  }

  /** One at a time: the process waits. */
  #bring(name: string): void {
    const { onWanted } = this.#spec;
    if (!onWanted || this.#isBringing) {
      this.#refuse();
      return;
    }
    this.#isBringing = true;
    void onWanted(name.slice(0, 100)).then((refusal) => {
      this.#isBringing = false;
      this.#process.connection.socket.write(toBroughtFrame(refusal ?? ""));
    });
  }

  #refuse(): void {
    void this.#process.kill();
  }

  #takePart(part: Buffer): void {
    this.#isStreamed = true;
    if (!this.#onPart) {
      this.#partsBytes += part.length;
      if (this.#partsBytes <= responseLimits.bufferedBytes) this.#parts.push(part);
      else this.#parts = [];
      return;
    }
    const { socket } = this.#process.connection;
    const taken = this.#onPart(part, this.#partsType);
    if (!taken) return;
    socket.pause();
    void taken.then(() => socket.resume());
  }

  /** Of an answer with more than AWS takes there is only its length. */
  #toResult(type: number, payload: Buffer, bytes: number): InvokeResult {
    const parts = this.#parts;
    // What is not streamed is JSON.
    const contentType = this.#isStreamed ? this.#partsType : "application/json";
    const allBytes = this.#partsBytes + bytes;
    this.#parts = [];
    this.#partsBytes = 0;
    if (bytes > payload.length) return { kind: "tooLarge", bytes };
    if (type !== frameTypes.response) return { kind: "error", error: payload };
    if (allBytes > responseLimits.bufferedBytes) return { kind: "tooLarge", bytes: allBytes };
    return { kind: "success", payload: parts.length === 0 ? payload : Buffer.concat([...parts, payload]), contentType };
  }
}

function isList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

/** What a process says of its modules may come from the function's code: whatever is no lists of texts is nothing. */
function toReady(payload: Buffer): InitResult {
  if (payload.length === 0) return { kind: "ready" };
  try {
    const told = JSON.parse(payload.toString("utf8")) as Partial<ToldModules> | null;
    const { compiled, imported } = told ?? {};
    return isList(compiled) && isList(imported)
      ? { kind: "ready", modules: { compiled, imported } }
      : { kind: "ready" };
  } catch {
    return { kind: "ready" };
  }
}
