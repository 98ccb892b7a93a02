import type { Clock } from "../../../../platform/clock.ts";
import type { EnvironmentSpec, InitResult, OnOutput, Sandbox, Snapshot } from "../../../../sandbox/sandbox.ts";
import type { ServiceHost } from "../../../service.ts";
import type { CodeStore } from "../../code/code-store.ts";
import type { FunctionRecord } from "../../functions/function.ts";
import { logGroupName } from "../../functions/to-configuration.ts";
import { limits } from "../../limits.ts";
import type { LogRoom } from "../log/log-room.ts";
import { logStreamName } from "../log/log-stream-name.ts";
import { LogWriter } from "../log/log-writer.ts";
import { createPlatformLog } from "../log/platform-log.ts";
import type { InitFailure } from "../log/report.ts";
import type { RoleSession } from "../role-session.ts";
import { snapStartVariables } from "./environment-variables.ts";
import { readErrorObject } from "./failures.ts";

export interface SnapshotPlan {
  readonly host: ServiceHost;
  readonly sandbox: Sandbox;
  readonly code: CodeStore;
  readonly record: FunctionRecord;
  readonly billingIncrementMs: number;
  readonly logRoom: LogRoom;
  /** One that lives some time from now on. */
  readonly session: () => Promise<RoleSession>;
}

/**
 * The snapshot of a published version: the function is initialised once, when the version is published or, after a restart, when it is
 * first called. Source: "Improving startup performance with Lambda SnapStart".
 */
export class VersionSnapshot {
  readonly #plan: SnapshotPlan;
  readonly #token: string;
  #snapshot: Promise<Snapshot> | undefined;

  constructor(plan: SnapshotPlan) {
    this.#plan = plan;
    this.#token = plan.host.random.text(64, "0123456789abcdef");
  }

  /** Made once, and again if it has been lost. Rejects if the function can't be initialised, with what a user should know. */
  take(): Promise<Snapshot> {
    if (!this.#snapshot) {
      const making = this.#make();
      const forget = () => {
        if (this.#snapshot === making) this.#snapshot = undefined;
      };
      this.#snapshot = making;
      making.then((snapshot) => snapshot.exited.then(forget), forget);
    }
    return this.#snapshot;
  }

  /** What the template and its environments have in common. */
  async spec(onOutput: OnOutput): Promise<EnvironmentSpec> {
    const { host, code, record, session } = this.#plan;
    const { runtime, handler, memoryMiB, ephemeralStorageMiB } = record.configuration;
    const { codeDir, optDir } = await code.directories(record);
    return {
      id: host.random.uuid(),
      runtime,
      codeDir,
      optDir,
      handler,
      environment: snapStartVariables(record, host.config.endpoint()),
      memoryMiB,
      tmpMiB: ephemeralStorageMiB,
      onOutput,
      credentials: { token: this.#token, get: async () => toContainerCredentials(await session(), host.clock) },
    };
  }

  async close(): Promise<void> {
    const snapshot = await this.#snapshot?.catch(() => undefined);
    await snapshot?.close();
  }

  async #make(): Promise<Snapshot> {
    const { host, sandbox, record, billingIncrementMs, session, logRoom } = this.#plan;
    const { clock } = host;
    const stream = logStreamName(host, record.version);
    const log = new LogWriter(host, (await session()).as, logGroupName(record), stream, logRoom);
    const lines = createPlatformLog(record, billingIncrementMs, "snap-start");
    const write = (line: string | undefined) => line !== undefined && log.event(line);
    try {
      write(lines.initStart(clock.nowMs()));
      const startedMs = clock.monotonicMs();
      const snapshot = await sandbox.snapshot(await this.spec((chunk) => log.output(chunk)));
      const result = await this.#init(snapshot);
      const failure = toFailure(result);
      log.endLine();
      write(lines.initReport(clock.monotonicMs() - startedMs, "init", failure, clock.nowMs()));
      if (!failure) return snapshot;
      await snapshot.close();
      throw new Error(reasonOf(result));
    } finally {
      void log.end();
    }
  }

  /** AWS gives it 130 s, or the function's timeout if that is longer. */
  async #init(snapshot: Snapshot): Promise<InitResult | "timeout"> {
    const { clock } = this.#plan.host;
    const seconds = Math.max(limits.provisionedInitSeconds, this.#plan.record.configuration.timeoutSeconds);
    const late = Promise.withResolvers<"timeout">();
    const timer = clock.afterMachine(seconds * 1000, () => late.resolve("timeout"));
    const result = await Promise.race([snapshot.init(), late.promise]);
    timer.cancel();
    return result;
  }
}

function toFailure(result: InitResult | "timeout"): InitFailure | undefined {
  if (result === "timeout") return { status: "timeout" };
  if (result.kind === "ready") return undefined;
  if (result.kind === "extension") return { status: "error", errorType: result.errorType };
  if (result.kind === "exited") return { status: "error", errorType: "Runtime.ExitError" };
  return {
    status: "error",
    errorType: readErrorObject(result.error).errorType,
  };
}

function reasonOf(result: InitResult | "timeout"): string {
  if (result === "timeout") return "The function could not be initialised in time for its snapshot.";
  if (result.kind === "error") {
    const { errorType, errorMessage } = readErrorObject(result.error);
    return `The function could not be initialised for its snapshot: ${errorType}: ${errorMessage}`;
  }
  return "The function's process ended while it was initialised for its snapshot.";
}

/** Whoever asks sees the machine's clock, which Squall's may be ahead of. */
function toContainerCredentials({ credentials, expiresAtMs }: RoleSession, clock: Clock): Record<string, string> {
  const expiresMs = clock.machineMs() + expiresAtMs - clock.nowMs();
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    Token: credentials.sessionToken,
    Expiration: new Date(expiresMs).toISOString().replace(/\.\d+Z$/, "Z"),
  };
}
