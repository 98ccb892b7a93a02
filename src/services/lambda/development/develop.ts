import { Readable } from "node:stream";
import { AwsError } from "../../../platform/aws-error.ts";
import { RuntimeUnavailableError } from "../../../sandbox/sandbox.ts";
import type { ControlReceiver } from "../../service.ts";
import { type FunctionRecord, functionArn, versionKey } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaState } from "../state.ts";
import { checkDirectory } from "./check-directory.ts";
import { DebugPort } from "./debug-port.ts";
import type { Development } from "./developed-functions.ts";

/**
 * Makes a function run from a directory of this machine, as long as the caller reads the answer: lines of JSON, `{"function": ARN, …}`
 * first and `{"ended": REASON}` if it ends from this side. When the caller goes, the uploaded code is live again.
 */
export const develop: ControlReceiver<LambdaState> = async (body, { state, host, stopping }) => {
  const { functionName, directory, proof, inspectPort } = readRequest(body);
  const path = await checkDirectory(directory, proof, await state.sandbox.report());
  const record = await findLatest(functionName, state);
  checkFree(state.developed.of(record));
  if (inspectPort !== undefined) checkInspectable(record);
  await prepare(record, state);
  const answer = new Readable({ read: () => undefined });
  const say = (line: object) => answer.push(`${JSON.stringify(line)}\n`);
  const development: Development = {
    directory: path,
    debugPort: inspectPort === undefined ? undefined : new DebugPort(inspectPort),
    end: (reason) => {
      leave();
      say({ ended: reason });
      answer.push(null);
    },
  };
  const leave = () => {
    stopping.removeEventListener("abort", stop);
    if (state.developed.remove(record, development)) state.fleets.renew(versionKey(record));
  };
  const stop = () => development.end("The server is stopping.");
  checkFree(state.developed.of(record));
  state.developed.set(record, development);
  stopping.addEventListener("abort", stop);
  answer.on("close", leave);
  if (state.fleets.serving(versionKey(record))) state.fleets.renew(versionKey(record));
  else state.fleets.deploy(record);
  const { runtime, handler } = record.configuration;
  say({ function: functionArn(record), runtime, handler });
  host.log.info("a function runs from a directory", { function: record.name, directory: path });
  return answer;
};

/** Something in the directory has changed: events from now on find environments that have loaded it anew. */
export const developmentChanged: ControlReceiver<LambdaState> = async (body, { state }) => {
  const { functionName } = body as { functionName?: unknown };
  const record = await findLatest(String(functionName), state);
  const development = state.developed.of(record);
  if (!development) throw refusal(404, `${record.name} does not run from a directory.`);
  state.fleets.renew(versionKey(record));
  return { function: functionArn(record) };
};

interface DevelopmentRequest {
  /** An ARN. */
  readonly functionName: string;
  readonly directory: string;
  readonly proof: string;
  readonly inspectPort: number | undefined;
}

function readRequest(body: unknown): DevelopmentRequest {
  const { functionName, directory, proof, inspectPort } = (body ?? {}) as Partial<Record<string, unknown>>;
  const isComplete = typeof functionName === "string" && typeof directory === "string" && typeof proof === "string";
  if (!isComplete || !(inspectPort === undefined || isPort(inspectPort))) {
    throw refusal(
      400,
      'The body must be {"functionName": ARN, "directory": PATH, "proof": SECRET, "inspectPort"?: 1024–65535}.',
    );
  }
  return { functionName, directory, proof, inspectPort };
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1024 && Number(value) <= 65_535;
}

/** What it was activated as. Throws ResourceNotFoundException. */
async function findLatest(functionName: string, state: LambdaState): Promise<FunctionRecord> {
  const [, , , region = "", account = ""] = functionName.split(":");
  const reference = { ...parseFunctionName(functionName, { account, region }), qualifier: undefined };
  const { family } = await state.functions.require(reference);
  await state.activation.settled(family.latest);
  return (await state.functions.require(reference)).family.latest;
}

function checkFree(former: Development | undefined): void {
  if (former) throw refusal(409, `The function runs from ${former.directory} already: end that \`squall dev\` first.`);
}

function checkInspectable({ name, configuration }: FunctionRecord): void {
  if (!/^(?:python|nodejs)/.test(configuration.runtime)) {
    throw refusal(400, `--inspect is for Python and Node.js: ${name} has the runtime ${configuration.runtime}.`);
  }
  if (configuration.tenancy) {
    throw refusal(400, `--inspect needs all events in one environment: ${name} has one for each tenant.`);
  }
}

async function prepare({ configuration }: FunctionRecord, { sandbox }: LambdaState): Promise<void> {
  try {
    await sandbox.prepare(configuration.runtime, configuration.memoryMiB);
  } catch (error) {
    if (error instanceof RuntimeUnavailableError) throw refusal(400, error.message);
    throw error;
  }
}

function refusal(status: number, message: string): AwsError {
  return new AwsError("DevelopmentRefused", message, { status });
}
