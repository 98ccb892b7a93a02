import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { eventually } from "./eventually.ts";
import { clientEnvironment } from "./squall.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** A `squall dev` that runs as a program of its own. */
export class SquallDev {
  readonly #child: ChildProcess;
  /** The exit code, null after a signal. */
  readonly exit: Promise<number | null>;
  output = "";

  constructor(args: readonly string[], endpoint: string) {
    this.#child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main, "dev", ...args], {
      env: clientEnvironment(endpoint),
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.output += text;
      });
    }
    this.exit = new Promise((resolve) => this.#child.on("close", resolve));
  }

  async says(pattern: RegExp): Promise<void> {
    await eventually(async () => pattern.test(this.output) || undefined, String(pattern)).catch((error: Error) => {
      throw new Error(`${error.message}; it said:\n${this.output}`);
    });
  }

  /** What has been said so far. */
  forget(): void {
    this.output = "";
  }

  end(signal: "SIGINT" | "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<number | null> {
    this.#child.kill(signal);
    return this.exit;
  }
}
