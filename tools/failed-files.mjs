import { relative } from "node:path";

/**
 * A reporter of Node's test runner: the test files in which something failed, a line each, once all have run. Of a run that was broken off
 * it names none. A test says where it stands itself, which may be a contract that several files call: what was run is its entry.
 */
export default async function* failedFiles(events) {
  const failed = new Set();
  for await (const { type, data } of events) {
    const file = data.entryFile ?? data.file;
    if (type === "test:fail" && file && !data.todo) failed.add(relative(process.cwd(), file));
  }
  for (const file of failed) yield `${file}\n`;
}
