import { realpathSync, statSync } from "node:fs";
import { parseArgs } from "node:util";
import { ConfigError } from "../config.ts";
import { apiTarget } from "./api-client.ts";
import { findOrCreateFunction, functionNameOf } from "./developed-function.ts";
import { type DevelopmentSession, openSession } from "./development-session.ts";
import { printEvent, readLog } from "./log-events.ts";
import { print } from "./print.ts";
import { watchDirectory } from "./watch-directory.ts";

const help = `usage: squall dev DIR [--function NAME] [--inspect PORT] [--endpoint URL] [--region R]

Runs a function of a running Squall from the files in DIR: a saved file is live for the next event, without an upload. Prints the
function's log. When it ends (Ctrl-C), the uploaded code is live again.
  --function NAME    which function (default: DIR's name); it is created if there is none
  --inspect PORT     lets a debugger attach to 127.0.0.1:PORT (Node.js: Chrome or an editor; Python: debugpy, an editor). All
                     events go to one environment then, and nothing times out. DIR is /var/task for the debugger
  --runtime RUNTIME, --handler HANDLER, --role ARN
                     of the function that is created (default: what DIR's files look like, LabRole)
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      function: { type: "string" },
      inspect: { type: "string" },
      runtime: { type: "string" },
      handler: { type: "string" },
      role: { type: "string" },
      endpoint: { type: "string" },
      region: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [named] = positionals;
  if (values.help || named === undefined) {
    print(help);
    return values.help ? 0 : 2;
  }
  const directory = directoryOf(named);
  const inspectPort = values.inspect === undefined ? undefined : portOf(values.inspect);
  const target = apiTarget(values);
  const { runtime, handler, role } = values;
  const name = values.function ?? functionNameOf(directory);
  const fromMs = Date.now();
  const { arn, told } = await findOrCreateFunction(target, { name, directory, runtime, handler, role });
  const session = await openSession({ endpoint: target.endpoint, functionArn: arn, directory, inspectPort });
  // From here on no change is missed: whoever reads that it runs may save at once.
  const over = watchUntilOver(directory, session);
  if (told) say(told);
  say(
    `${name} (${session.runtime}, ${session.handler}) runs from ${directory}: \`squall invoke ${name}\` calls it, Ctrl-C ends it`,
  );
  if (inspectPort !== undefined)
    say(`a debugger can attach to 127.0.0.1:${inspectPort}; ${directory} is /var/task there`);
  const following = new AbortController();
  const log = follow(target, `/aws/lambda/${name}`, fromMs, following.signal);
  const reason = await over.finally(() => {
    session.close();
    following.abort();
  });
  await log;
  say(reason ?? `${name} runs its uploaded code again`);
  return reason === undefined ? 0 : 1;
}

function directoryOf(named: string): string {
  if (!statSync(named, { throwIfNoEntry: false })?.isDirectory()) {
    throw new ConfigError(`${named} is no directory: name the one that has the function's files.`);
  }
  return realpathSync(named);
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1024 && port <= 65_535) return port;
  throw new ConfigError(
    `--inspect ${text} is no port: name one from 1024 to 65535, like 9229 (Node.js) or 5678 (Python).`,
  );
}

/** Fulfilled at a signal, or with the reason why it cannot go on. */
function watchUntilOver(directory: string, session: DevelopmentSession): Promise<string | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  const watch = watchDirectory(directory, (paths) => {
    const startedMs = performance.now();
    session.changed().then(() => sayReloaded(paths, performance.now() - startedMs), reject);
  });
  const stop = () => resolve(undefined);
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  void session.ended.then(resolve);
  return promise.finally(() => {
    watch.close();
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  });
}

const mostNamed = 3;

function sayReloaded(paths: readonly string[], tookMs: number): void {
  const more = paths.length > mostNamed ? ` and ${paths.length - mostNamed} more` : "";
  say(`reloaded in ${tookMs.toFixed(0)} ms: ${paths.slice(0, mostNamed).join(", ")}${more}`);
}

/** The server's end is told by the session. */
async function follow(
  target: ReturnType<typeof apiTarget>,
  group: string,
  fromMs: number,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const event of readLog(target, { group, fromMs, follow: true, signal })) printEvent(event);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
  }
}

function say(text: string): void {
  print(`squall dev: ${text}\n`);
}
