import { after, type TestContext } from "node:test";
import { createNamespaceSandbox } from "../../src/sandbox/namespaces/namespace-sandbox.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { createAccessControl } from "../../src/services/iam/access/access-control.ts";
import { iam } from "../../src/services/iam/service.ts";
import { tooManyRequests } from "../../src/services/lambda/errors.ts";
import { createLambda } from "../../src/services/lambda/service.ts";
import type { LambdaSettings } from "../../src/services/lambda/settings.ts";
import type { LambdaState } from "../../src/services/lambda/state.ts";
import { logs } from "../../src/services/logs/service.ts";
import type { AnyService, CallInput, CallOutput, OperationName, ServiceHost } from "../../src/services/service.ts";
import { sts } from "../../src/services/sts/service.ts";
import { usageMigrations } from "../../src/services/usage/usage.ts";
import { eventually } from "./eventually.ts";
import { labRole } from "./lab.ts";
import { openServiceTest, type ServiceTest, type ServiceTestOptions } from "./service-test.ts";
import { zip } from "./zip.ts";

type Lambda = typeof import("@aws-sdk/client-lambda");

export interface LambdaTest extends ServiceTest {
  readonly state: LambdaState;
  lambda<N extends OperationName<Lambda>>(operation: N, input: CallInput<Lambda, N>): Promise<CallOutput<Lambda, N>>;
  /** A Python function that is Active, with `code` as its `app.py` and `app.handler` as its handler. */
  create(name: string, code: string, more?: Partial<CallInput<Lambda, "CreateFunction">>): Promise<void>;
  /** The answer's payload, as it was parsed. */
  invoke(name: string, event?: unknown, more?: Partial<CallInput<Lambda, "Invoke">>): Promise<Invoked>;
  /** Waits until the last update of the function has succeeded. */
  settled(name: string): Promise<void>;
  /** From now on the function has no concurrency left for environments on demand, and its events wait; until what this gives is called. */
  hold(name: string): Promise<() => Promise<void>>;
  /** The messages of the function's log, in order, once there is a REPORT for each of `reports` invocations. */
  log(name: string, reports?: number): Promise<string[]>;
}

export interface Invoked {
  // biome-ignore lint/suspicious/noExplicitAny: whatever the function answers.
  readonly payload: any;
  readonly error: string | undefined;
  readonly tail: string;
  readonly version: string | undefined;
}

export interface LambdaTestOptions extends Pick<ServiceTestOptions, "auth"> {
  readonly settings?: Partial<LambdaSettings>;
  readonly availableBytes?: () => number;
  readonly createSandbox?: (host: ServiceHost) => Sandbox;
  readonly services?: readonly AnyService[];
}

/** For what a whole file shares: until its last test ends. */
export const wholeFile = { after } as unknown as TestContext;

/** Lambda with real environments, IAM, STS and logs, over a database and blobs of its own, until the test ends. */
export async function openLambda(context: TestContext, options: LambdaTestOptions = {}): Promise<LambdaTest> {
  const lambda = createLambda({
    createSandbox: options.createSandbox ?? createTestSandbox,
    memory: { availableBytes: options.availableBytes ?? (() => Number.MAX_SAFE_INTEGER) },
    // Tests of something else do not wait for updates, and count environments.
    settings: { leastUpdateMs: 0, proactiveBytes: 0, ...options.settings },
  });
  const services = [iam, lambda, logs, sts, ...(options.services ?? [])];
  const harness = await openServiceTest(context, services, { access: createAccessControl, auth: options.auth });
  // The ledger's tables come with Cost Explorer.
  await harness.table.host.storage.migrate([{ name: "cost-explorer", migrations: usageMigrations }]);
  return toLambdaTest(harness);
}

/** The vocabulary over services that are open already. */
export function toLambdaTest(harness: ServiceTest): LambdaTest {
  const { call } = harness;
  const call_: LambdaTest["lambda"] = (operation, input) => call("lambda", operation, input);
  const settled = async (name: string) => {
    await eventually(async () => {
      const { State, LastUpdateStatus } = await call("lambda", "GetFunctionConfiguration", { FunctionName: name });
      return (State === "Active" && LastUpdateStatus === "Successful") || undefined;
    }, `${name} to be active`);
  };
  return {
    ...harness,
    state: harness.table.services.get("lambda")?.state as LambdaState,
    lambda: call_,
    settled,
    hold: (name) => hold(harness, name),
    create: async (name, code, more) => {
      await call("lambda", "CreateFunction", { ...pythonFunction(name, code), ...more } as never);
      await settled(name);
    },
    invoke: async (name, event = {}, more = {}) => {
      const input = { FunctionName: name, Payload: Buffer.from(JSON.stringify(event)), ...more };
      const answer = await call("lambda", "Invoke", input as never);
      return {
        payload: answer.Payload && JSON.parse(Buffer.from(answer.Payload as Buffer).toString()),
        error: answer.FunctionError,
        tail: Buffer.from(answer.LogResult ?? "", "base64").toString(),
        version: answer.ExecutedVersion,
      };
    },
    log: (name, reports = 1) =>
      eventually(() => readLog(harness, `/aws/lambda/${name}`, reports), `${reports} reports in the log of ${name}`),
  };
}

export function pythonFunction(name: string, code: string) {
  return {
    FunctionName: name,
    Runtime: "python3.11",
    Role: labRole,
    Handler: "app.handler",
    Code: { ZipFile: zip({ "app.py": code }) },
  } as const;
}

export function createTestSandbox(host: ServiceHost): Sandbox {
  const { clock, log, random } = host;
  const { runDir, cacheDir, installDir, endpoint } = host.config;
  return createNamespaceSandbox({ runDir, cacheDir, installDir, endpoint, allowUnisolated: false, clock, log, random });
}

async function hold({ table }: ServiceTest, name: string): Promise<() => Promise<void>> {
  const { concurrency, functions } = table.services.get("lambda")!.state as LambdaState;
  const { family } = await functions.require({
    ...{ account: "000000000000", region: "us-east-1", name, qualifier: undefined },
  });
  const counted = await concurrency.of(family.latest);
  const enter = counted.enter.bind(counted);
  counted.enter = (of) => {
    if (of.latest.name === name) throw tooManyRequests("ReservedFunctionConcurrentInvocationLimitExceeded");
    return enter(of);
  };
  return async () => {
    counted.enter = enter;
    // Who waits is called when a place is given back.
    const { family: now } = await functions.require({ ...family.latest, qualifier: undefined });
    counted.leave(await enter(now), "running");
  };
}

async function readLog({ call }: ServiceTest, group: string, reports: number): Promise<string[] | undefined> {
  const messages: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await call("cloudwatch-logs", "FilterLogEvents", { logGroupName: group, nextToken }).catch(
      () => undefined,
    );
    messages.push(...(page?.events ?? []).map(({ message = "" }) => message));
    nextToken = page?.nextToken;
  } while (nextToken);
  return messages.filter((message) => message.startsWith("REPORT ")).length >= reports ? messages : undefined;
}
