import type { Sandbox, ToldModules } from "../../../../sandbox/sandbox.ts";
import type { ServiceHost } from "../../../service.ts";
import type { CodeDirectories } from "../../code/code-store.ts";
import type { DebugPort } from "../../development/debug-port.ts";
import type { FunctionRecord } from "../../functions/function.ts";
import type { LogRoom } from "../log/log-room.ts";
import type { RoleSession } from "../role-session.ts";
import type { Traces } from "../tracing/traces.ts";
import type { ZygoteHold } from "../zygotes/package-zygotes.ts";
import type { VersionSnapshot } from "./version-snapshot.ts";

/** What an environment is made from. */
export interface EnvironmentPlan {
  readonly host: ServiceHost;
  readonly sandbox: Sandbox;
  readonly record: FunctionRecord;
  readonly code: CodeDirectories;
  readonly session: RoleSession;
  readonly initialization: InitializationType;
  /** Nobody waits for it: one that cannot load its function is of no use. */
  readonly isAhead?: boolean;
  readonly billingIncrementMs: number;
  readonly logRoom: LogRoom;
  readonly traces: Traces;
  /** What it is made from, where the function is initialised already. */
  readonly snapshot?: VersionSnapshot;
  /** What need not be compiled any more. */
  readonly bytecodeDir?: string | undefined;
  /** Who wants to know which modules it has compiled and imported. */
  readonly onModules?: ((modules: ToldModules) => void) | undefined;
  /** What has the function's modules imported, where there is such a thing. */
  readonly zygote?: Pick<ZygoteHold, "start"> | undefined;
  /** With it a debugger can be attached: who steps through a function is not timed. */
  readonly debugPort: DebugPort | undefined;
}

export type InitializationType = "on-demand" | "provisioned-concurrency" | "snap-start";
