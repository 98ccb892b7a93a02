import { close, constants, open, rm } from "node:fs";
import { Socket } from "node:net";

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

function openFile(path: string, flags: number): Promise<number> {
  return new Promise((resolve, reject) =>
    open(path, flags | constants.O_NONBLOCK, (error, opened) => (error ? reject(error) : resolve(opened))),
  );
}
