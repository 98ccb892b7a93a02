import type { Sandbox, ToldModules } from "../../../../sandbox/sandbox.ts";
import type { ServiceHost } from "../../../service.ts";
import { Bytecode } from "../../code/bytecode.ts";
import type { CodeDirectories, CodeStore } from "../../code/code-store.ts";
import type { Development } from "../../development/developed-functions.ts";
import type { FunctionRecord } from "../../functions/function.ts";
import { isSnapStarted } from "../../functions/snap-start.ts";
import type { LambdaSettings } from "../../settings.ts";
import { Environment } from "../environment/environment.ts";
import type { InitializationType } from "../environment/environment-plan.ts";
import { VersionSnapshot } from "../environment/version-snapshot.ts";
import type { LogRoom } from "../log/log-room.ts";
import { assumeFunctionRole } from "../role-session.ts";
import type { Traces } from "../tracing/traces.ts";
import type { PackageZygotes, ZygoteHold } from "../zygotes/package-zygotes.ts";

export interface EnvironmentSourceParts {
  readonly host: ServiceHost;
  readonly settings: LambdaSettings;
  readonly sandbox: Sandbox;
  readonly code: CodeStore;
  readonly record: FunctionRecord;
  readonly initialization: InitializationType;
  /** Set while the function runs from a directory instead of its uploaded code. */
  readonly development: Development | undefined;
  readonly logRoom: LogRoom;
  readonly traces: Traces;
  readonly zygotes: PackageZygotes;
}

/** What all environments of one version are made of: its unpacked code, its role's credentials and, with SnapStart, its snapshot. */
export class EnvironmentSource {
  readonly #parts: EnvironmentSourceParts;
  readonly #snapshot: VersionSnapshot | undefined;
  /** None of a directory whose files change. */
  readonly #bytecode: Bytecode | undefined;
  readonly #zygote: ZygoteHold | undefined;

  constructor(parts: EnvironmentSourceParts) {
    this.#parts = parts;
    const { host, sandbox, code, record, settings, logRoom } = parts;
    const { billingIncrementMs } = settings;
    const session = () => assumeFunctionRole(host, record);
    if (!parts.development) {
      this.#bytecode = new Bytecode({ host, sandbox, code, record });
      this.#zygote = parts.zygotes.hold(record);
    }
    if (isSnapStarted(record)) {
      this.#snapshot = new VersionSnapshot({ host, sandbox, code, record, billingIncrementMs, session, logRoom });
    }
  }

  /** One that is still to be started. `stopped` is called when it has ended. */
  async make(stopped: (environment: Environment) => void, when: "needed" | "ahead"): Promise<Environment> {
    const { host, sandbox, record, code, settings, development, logRoom, traces } = this.#parts;
    const bytecode = this.#bytecode;
    const zygote = this.#zygote;
    const [directories, session, bytecodeDir] = await Promise.all([
      code.directories(record),
      assumeFunctionRole(host, record),
      bytecode?.directory(),
    ]);
    const plan = {
      host,
      sandbox,
      record,
      code: development ? { ...directories, codeDir: development.directory } : directories,
      session,
      isAhead: when === "ahead",
      initialization: this.#snapshot ? ("snap-start" as const) : this.#parts.initialization,
      billingIncrementMs: settings.billingIncrementMs,
      logRoom,
      traces,
      debugPort: development?.debugPort,
      snapshot: this.#snapshot,
      bytecodeDir,
      zygote,
      onModules: this.#learner(directories),
    };
    return new Environment(plan, stopped);
  }

  /** Who wants to know the modules of the environment that is being made: of the first, and of one that tells what is not known. */
  #learner(directories: CodeDirectories): ((modules: ToldModules) => void) | undefined {
    const bytecode = this.#bytecode;
    const isAsked = bytecode?.asks() ?? false;
    if (!isAsked && !this.#zygote?.isCurious) return undefined;
    return ({ compiled, imported }) => {
      if (isAsked) bytecode?.learn(directories, compiled);
      this.#zygote?.learn(directories, imported);
    };
  }

  /** Initialises the function once, where environments are to be made from that. Rejects with the reason if it can't be. */
  async prepareSnapshot(): Promise<void> {
    await this.#snapshot?.take();
  }

  /** The environments made from a snapshot end with it. */
  async close(): Promise<void> {
    this.#zygote?.release();
    await Promise.all([this.#snapshot?.close(), this.#bytecode?.close()]);
  }
}
