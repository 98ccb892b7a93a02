import { relative } from "node:path";

/** A reporter of Node's test runner: the files in which something failed, a line each. */
export default async function* failedFiles(events) {
  for await (const { type, data } of events) {
    if (type === "test:fail" && data.file && !data.todo) yield `${relative(process.cwd(), data.file)}\n`;
  }
}
