import { basename, dirname } from "node:path";
import { awsPrograms } from "../../../runtimes/programs.ts";
import { withLines } from "../telemetry/event-lines.ts";
import { findOnHost } from "./function-root.ts";

/**
 * What to tell of a program that a function has looked for in vain, if its output says so. Nobody tells Squall what a function looks for: it is read from what shells and
 * the languages' own errors say.
 */
export function programNotice(output: Buffer): string | undefined {
  if (!signs.some((sign) => output.includes(sign))) return undefined;
  const text = withLines(output.toString("utf8", 0, mostBytes));
  for (const { pattern, isOfFiles } of complaints)
    for (const [, said = ""] of text.matchAll(pattern)) {
      const name = toName(said);
      if (name === undefined || ofAws.has(name)) continue;
      const isOnHost = findOnHost(name) !== undefined;
      if (isOnHost) return `${name} ${ofHostOnly}`;
      if (!isOfFiles) return `${name} is not among the programs of AWS's runtimes either`;
    }
  return undefined;
}

const ofHostOnly =
  "is on this machine, but not among the programs of AWS's runtimes, so functions do not find it: with --function-root host they do";

/** As much of a piece of output as is looked through. */
const mostBytes = 16 * 1024;

const ofAws: ReadonlySet<string> = new Set(Object.values(awsPrograms("al2")).flat());

/** One of them is in each complaint: what has none costs no more than to look for them. */
const signs = ["not found", "No such file", "ENOENT", "Cannot run program"].map((sign) => Buffer.from(sign));

/** Those of files are said of any file: they are about a program only where the host has one of that name. */
const complaints: readonly { readonly pattern: RegExp; readonly isOfFiles: boolean }[] = [
  // Of bash, dash and Go.
  { pattern: /(?:^|[\s:])([^\s:]{1,128}): command not found/gm, isOfFiles: false },
  { pattern: /sh: \d{1,9}: ([^\s:]{1,128}): not found/g, isOfFiles: false },
  { pattern: /exec: "([^"\n]{1,128})": executable file not found/g, isOfFiles: false },
  // Of a script's first line.
  { pattern: /: ([^\s:]{1,128}): bad interpreter/g, isOfFiles: true },
  { pattern: /env: .?([\w.+-]{1,64}).?: No such file or directory/g, isOfFiles: true },
  // Of Python, Node.js, Java and Ruby.
  { pattern: /No such file or directory: '([^'\n]{1,128})'/g, isOfFiles: true },
  { pattern: /spawn(?:Sync)? ([^\s]{1,128}) ENOENT/g, isOfFiles: true },
  { pattern: /Cannot run program "([^"\n]{1,128})"/g, isOfFiles: true },
  { pattern: /No such file or directory - ([^\s]{1,128})/g, isOfFiles: true },
];

const folders = new Set(["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/local/sbin", "."]);

function toName(said: string): string | undefined {
  const name = basename(said);
  const isBare = name === said || folders.has(dirname(said));
  return isBare && /^[A-Za-z0-9_][\w.+-]{0,63}$/.test(name) && !said.startsWith("./") ? name : undefined;
}
