import { parentPort, workerData } from "node:worker_threads";
import { parse } from "yaml";

export interface YamlTask {
  readonly text: string;
}

/** Runs in a thread of its own, which is ended when it takes too long: the library's time grows with the square of how deep a text is nested. */
const { text } = workerData as YamlTask;
parentPort?.postMessage(JSON.stringify(parse(text, { maxAliasCount: 100, version: "1.1", logLevel: "error" })));
