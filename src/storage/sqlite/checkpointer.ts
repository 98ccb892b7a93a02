import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Clock, Timer } from "../../platform/clock.ts";
import type { CheckpointAnswer, CheckpointTask } from "./checkpoint-thread.ts";

/** A thread takes 20 MiB: one that has had nothing to do for so long ends. */
const idleMs = 10_000;

/** The thread in which checkpoints wait for the disk. It is started when there is one to be made. */
export class Checkpointer {
  readonly #file: string;
  readonly #clock: Clock;
  #thread: Worker | undefined;
  #end: Timer | undefined;
  #ended: Promise<unknown> | undefined;

  constructor(file: string, clock: Clock) {
    this.#file = file;
    this.#clock = clock;
  }

  /** Frames that the log has afterwards. One task at a time. */
  async run(task: CheckpointTask): Promise<number> {
    this.#end?.cancel();
    this.#thread ??= this.#start();
    const thread = this.#thread;
    thread.ref();
    const settled = new AbortController();
    try {
      const answered = once(thread, "message", settled) as Promise<[CheckpointAnswer]>;
      const ended = once(thread, "exit", settled).then(() => {
        throw new Error("the thread of checkpoints has ended");
      });
      thread.postMessage(task);
      const [answer] = await Promise.race([answered, ended]);
      if ("error" in answer) throw new Error(`the log could not be taken into the database: ${answer.error}`);
      return answer.frames;
    } finally {
      settled.abort();
      this.#thread?.unref();
      this.#end = this.#clock.afterMachine(idleMs, () => void this.close());
    }
  }

  /** Fulfilled when no thread has the file open any more. */
  async close(): Promise<void> {
    this.#end?.cancel();
    const thread = this.#thread;
    if (thread) {
      this.#thread = undefined;
      this.#ended = once(thread, "exit");
      thread.ref();
      thread.postMessage("end");
    }
    await this.#ended;
  }

  #start(): Worker {
    // The build puts it above its chunks (`tools/bundle.ts`).
    const path = import.meta.url.endsWith(".ts") ? "./checkpoint-thread.ts" : "../checkpoint-thread.js";
    const program = new URL(path, import.meta.url);
    const thread = new Worker(program, {
      workerData: { file: this.#file },
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
    });
    // The task under way fails with it; the next one starts another, also before this one is quite gone: it would answer nothing any more.
    const forget = (): void => {
      if (this.#thread === thread) this.#thread = undefined;
    };
    thread.on("error", forget);
    thread.on("exit", forget);
    return thread;
  }
}
