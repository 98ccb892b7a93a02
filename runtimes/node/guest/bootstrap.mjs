/**
 * Where a Node.js environment begins: waits for its function and loads the SDK meanwhile, loads the function, takes events one at a time.
 * Runs on Node 18 and later.
 */
import Module from "node:module";
import { bringImported, bringRequired } from "./brought.mjs";
import { tellModules, useCompiled } from "./compiled.mjs";
import { isInspected, openDebugger } from "./debugger.mjs";
import { toReport, unhandledPromiseRejection } from "./errors.mjs";
import { openFrames, parseInvocation, types } from "./frames.mjs";
import { handlerModule, loadHandler } from "./handler.mjs";
import { runInvocation } from "./invocation.mjs";
import { logError, patchConsole, setRequestId } from "./logs.mjs";
import { warmSdk } from "./sdk.mjs";
import { awslambda, isStreaming, runStreaming } from "./streaming.mjs";

const taskRoot = () => process.env.LAMBDA_TASK_ROOT ?? "/var/task";

let handler;
/** Set where nothing of a function is run. */
let compiler;
let isAssigned = false;
let allowsCallback = false;
/** What an empty event loop means at the moment. */
let onIdle = () => undefined;
/** How the error of a function that ends its process is told: while it is loaded, or while it has an event. */
let fatal = types.fault;

const frames = openFrames(3, (type, payload) => {
  if (type === types.init) void initialise(JSON.parse(payload.toString("utf8")));
  else if (type === types.invoke) void invoke(parseInvocation(payload));
});

process.on("beforeExit", () => onIdle());
await frames.send(types.waiting, "");
await warmSdk(() => isAssigned);
if (!isAssigned) await frames.send(types.warm, "");

async function initialise({ handler: name, environment, compiles, tellsModules }) {
  isAssigned = true;
  if (compiles) {
    compiler = await import("./compiler.mjs");
    return frames.send(types.ready, "");
  }
  // A process of the function's own has its variables from the start, and those that a wrapper script has added.
  if (environment) replaceEnvironment(environment);
  process.chdir(taskRoot());
  process.argv[1] = "/var/runtime/index.mjs";
  allowsCallback = Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV ?? "")?.[1] ?? 0) < 24;
  await openDebugger();
  patchConsole();
  setRequestId(undefined);
  globalThis.awslambda = awslambda;
  process.on("uncaughtException", (error) => void end("Uncaught Exception", error, 129));
  process.on(
    "unhandledRejection",
    (reason, promise) => void end("Unhandled Promise Rejection", unhandledPromiseRejection(reason, promise), 128),
  );
  try {
    // As a wrapper script has left it: some put their own in its place.
    const wanted = environment ? name : (process.env._HANDLER ?? name);
    useCompiled();
    bringRequired(askForPackage);
    handler = await loadHandler(taskRoot(), wanted, allowsCallback, () => bringImported(askForPackage));
    bringImported(askForPackage);
    await frames.send(types.ready, tellsModules ? tellModules(handlerModule()) : "");
  } catch (error) {
    await end("Uncaught Exception", error, 129);
  }
}

/** Squall says in the function's log what it could not bring. */
function askForPackage(name) {
  frames.ask(name);
}

async function invoke(invocation) {
  if (compiler) return compiler.answerCompiler(JSON.parse(invocation.event), frames);
  frames.release();
  fatal = types.fatal;
  const streams = isStreaming(handler);
  const run = streams ? (event, context) => runStreaming(handler, event, context, frames) : undefined;
  const { result, error } = await runInvocation(handler, invocation, allowsCallback, run, (callback) => {
    onIdle = callback;
  });
  onIdle = () => undefined;
  frames.hold();
  if (error === undefined) return streams ? frames.send(types.response, "") : respond(result);
  logError("Invoke Error", error instanceof Error ? error : new Error(String(error)));
  return frames.send(types.error, JSON.stringify(toReport(error)));
}

function respond(result) {
  let text;
  try {
    text = JSON.stringify(result === undefined ? null : result) ?? "null";
  } catch {
    const error = new Error("Unable to stringify response body");
    return frames.send(types.error, JSON.stringify({ ...toReport(error), errorType: "Runtime.JSONStringifyError" }));
  }
  return frames.send(types.response, text);
}

/** The process ends by an error that nothing catches; the caller is told of it first. */
async function end(title, error, code) {
  frames.hold();
  logError(title, error);
  await frames.send(fatal, JSON.stringify(toReport(error)));
  // An exit would wait until the debugger is detached, and the caller with it. Squall kills whoever hangs up.
  if (isInspected()) frames.close();
  else process.exit(code);
}

function replaceEnvironment(environment) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  // NODE_PATH was read at the start; this is how Node reads it.
  Module._initPaths();
}
