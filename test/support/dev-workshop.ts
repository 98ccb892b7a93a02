import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { startSquall, type TestSquall } from "./squall.ts";
import { SquallDev } from "./squall-dev.ts";

/** What the tests of `squall dev` work with. */
export interface DevWorkshop {
  readonly squall: TestSquall;
  readonly client: LambdaClient;
  /** A directory of these files. */
  project(files: Readonly<Record<string, string>>): string;
  /** A `squall dev` of these arguments. */
  start(args: readonly string[], endpoint?: string): SquallDev;
  /** What the function answers. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the function answers.
  invoke(name: string, event?: unknown): Promise<any>;
}

/** A Squall for the tests of one `describe`, and all that they leave behind is cleared away after them. */
export function openDevWorkshop(): DevWorkshop {
  let squall: TestSquall | undefined;
  const directories: string[] = [];
  const running = new Set<SquallDev>();
  before(async () => {
    squall = await startSquall();
  });
  after(async () => {
    for (const dev of running) await dev.end();
    await squall?.close();
    for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  });
  const started = () => {
    if (!squall) throw new Error("the workshop opens with the first test");
    return squall;
  };
  let client: LambdaClient | undefined;
  return {
    get squall() {
      return started();
    },
    get client() {
      client ??= started().client(LambdaClient);
      return client;
    },
    project: (files) => {
      const directory = mkdtempSync(join(tmpdir(), "squall-dev-test-"));
      directories.push(directory);
      chmodSync(directory, 0o755);
      for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
      return directory;
    },
    start: (args, endpoint = started().endpoint) => {
      const dev = new SquallDev(args, endpoint);
      running.add(dev);
      return dev;
    },
    async invoke(name, event = {}) {
      const input = { FunctionName: name, Payload: Buffer.from(JSON.stringify(event)) };
      const { Payload } = await this.client.send(new InvokeCommand(input));
      return JSON.parse(Buffer.from(Payload ?? []).toString());
    },
  };
}
