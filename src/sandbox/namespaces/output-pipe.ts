import { close, constants, open, rm } from "node:fs";
import { Socket } from "node:net";
import type { OnOutput } from "../sandbox.ts";

/** The end for reading of a named pipe; its name is not needed any more. It ends when nobody has it open for writing. */
export async function openOutputPipe(path: string): Promise<Socket> {
  const fd = await openFile(path, constants.O_RDONLY);
  // The kernel tells the end only to a reader that has seen a writer: if all of them have gone already, this is the one.
  const writer = await openFile(path, constants.O_WRONLY);
  close(writer);
  rm(path, { force: true }, () => undefined);
  try {
    const output = new Socket({ fd, readable: true, writable: false });
    output.on("error", () => output.destroy());
    return output;
  } catch (error) {
    close(fd);
    throw error;
  }
}

/** Output that is being read. */
export interface OutputReading {
  /** Undefined unless output may be left in the pipe because nothing more was to be read; fulfilled when it has been. */
  rest(): Promise<void> | undefined;
}

/** Hands what comes to `take`, and lets the writer wait as long as that asks for, until the writer has ended. */
export function readOutput(output: Socket, take: OnOutput, ended: Promise<unknown>): OutputReading {
  let paused: Promise<void> | undefined;
  let isEnded = false;
  const resume = () => {
    paused = undefined;
    output.resume();
  };
  output.on("data", (chunk: Buffer) => {
    const full = take(chunk);
    if (!full || isEnded) return;
    const waits = Promise.race([full, ended]).then(() => {
      if (paused === waits) resume();
    });
    paused = waits;
    output.pause();
  });
  void ended.then(() => {
    isEnded = true;
    resume();
  });
  const drain = async () => {
    while (paused) {
      await paused;
      // In one turn the reading begins again, in the next it has taken what the pipe holds.
      for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { rest: () => (paused ? drain() : undefined) };
}

function openFile(path: string, flags: number): Promise<number> {
  return new Promise((resolve, reject) =>
    open(path, flags | constants.O_NONBLOCK, (error, opened) => (error ? reject(error) : resolve(opened))),
  );
}
