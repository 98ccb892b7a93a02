import { parentPort, workerData } from "node:worker_threads";
import { isScalar, parseDocument } from "yaml";

export interface YamlTask {
  readonly text: string;
}

/** YAML has numbers where these are written `2.0`; AWS reads texts. */
const versions = [["openapi"], ["swagger"], ["info", "version"]];

/** Runs in a thread of its own, which is ended when it takes too long: the library's time grows with the square of how deep a text is nested. */
const { text } = workerData as YamlTask;
const document = parseDocument(text, { version: "1.1", logLevel: "error" });
if (document.errors[0]) throw document.errors[0];
for (const path of versions) {
  const version = document.getIn(path, true);
  if (isScalar(version) && typeof version.value === "number") version.value = version.source;
}
parentPort?.postMessage(JSON.stringify(document.toJS({ maxAliasCount: 100 })));
