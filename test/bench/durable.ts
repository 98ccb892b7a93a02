import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchSquall, type SquallProcess } from "../support/squall-process.ts";

/** A fresh Squall that keeps what it is told on disk, as users run it (`synchronous=FULL`); what it has kept goes with it. */
export async function launchDurable(flags: readonly string[] = []): Promise<SquallProcess> {
  const directory = await mkdtemp(join(tmpdir(), "squall-bench-"));
  try {
    const squall = await launchSquall(["--data-dir", directory, ...flags]);
    return {
      ...squall,
      [Symbol.asyncDispose]: async () => {
        await squall[Symbol.asyncDispose]();
        await rm(directory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}
