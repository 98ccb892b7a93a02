import type { Cluster } from "../cluster/cluster.ts";
import type { AdjustableClock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Random } from "../platform/random.ts";
import type { BlobLinks } from "../storage/blobs/blob-links.ts";
import type { BlobStore } from "../storage/blobs/blob-store.ts";
import type { Database } from "../storage/database.ts";
import type { AccessControl } from "./access-control.ts";
import type { FlowLog } from "./flows/flow-step.ts";
import type { ServiceModels, ServiceName } from "./models.ts";
import type { Principal } from "./principal.ts";
import type { CallInput, CallOutput, OperationName } from "./sdk-types.ts";

/** What Squall gives a service; what concerns other servers on the same database is in `Cluster`. */
export interface ServiceHost extends Cluster {
  readonly config: ServiceConfig;
  readonly storage: Database;
  readonly blobs: BlobStore;
  readonly links: BlobLinks;
  readonly clock: AdjustableClock;
  readonly random: Random;
  readonly log: Log;
  readonly access: AccessControl;
  /** Operations by the names that users write. */
  readonly named: NamedCalls;
  /** Calls an operation of any service through the same table and the same IAM check as a request from outside. */
  readonly call: ServiceCall;
  /** Roles that services act as. */
  readonly sessions: RoleSessions;
  /** What happened to the newest events. */
  readonly flows: FlowLog;
  /** Tells the service whose resource it is, by its ARN, that it is about to be called. Nothing hangs on it. */
  readonly foresee: (arn: string) => void;
}

/** Sessions of roles, shared by all who act in a role's name (`services/targets/role-sessions.ts`). */
export interface RoleSessions {
  /**
   * A session that holds for `neededMs` from now on, or five minutes. Rejects with STS's AccessDenied if the role is not there or its trust policy does not name the
   * service.
   */
  get(role: RoleToAssume, neededMs?: number): Promise<AssumedRole>;
}

export interface RoleToAssume extends Place {
  /** Its ARN. */
  readonly role: string;
  readonly sessionName: string;
  /** `lambda.amazonaws.com` */
  readonly service: string;
  /** What the service assumes it for: a trust policy may ask for it (`aws:SourceArn`). */
  readonly sourceArn?: string | undefined;
}

export interface AssumedRole {
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
  readonly expiresAtMs: number;
  /** For calls in the role's name. */
  readonly principal: Principal;
}

export interface ServiceConfig {
  readonly accountId: string;
  readonly auth: "open" | "enforce";
  /** What functions reach, and the endpoints that users name. */
  readonly functionNetwork: "outside" | "squall" | "host";
  /** The base URL this server is reached at, without a trailing slash. Known once it listens. */
  readonly endpoint: () => string;
  /** A directory of this server alone, for sockets and mounts; emptied at start. */
  readonly runDir: string;
  readonly dataDir: string;
  /** Squall's own files: runtimes and generated data. */
  readonly installDir: string;
  /** A directory shared by all servers of this user, for what is installed once (boto3 for the runtimes). */
  readonly cacheDir: string;
}

/** Operations called by the names that users write (`aws-sdk:sqs:sendMessage`), with the JSON that they write: for services that call any API for them. */
export interface NamedCalls {
  /** `service`: the SDK's identifier in small letters (`cloudwatchlogs`); `action`: in camel case. */
  find(service: string, action: string): Promise<NamedOperation | "no service" | "no operation">;
  /** Calls it with what the JSON says. Rejects with the operation's error, or with what is wrong with the input. */
  call(operation: NamedOperation, json: unknown, as: CallOptions): Promise<unknown>;
}

export interface NamedOperation {
  /** By the names of the models. */
  readonly service: string;
  readonly name: string;
  readonly isBuilt: boolean;
}

export type ServiceCall = <S extends ServiceName, N extends OperationName<ServiceModels[S]>>(
  service: S,
  operation: N,
  input: CallInput<ServiceModels[S], N>,
  as: CallOptions,
) => Promise<CallOutput<ServiceModels[S], N>>;

export interface CallOptions extends Place {
  readonly principal: Principal;
  /** ARN of the resource on whose behalf a service calls (`aws:SourceArn`). */
  readonly sourceArn?: string;
  /** The account of that resource (`aws:SourceAccount`). */
  readonly sourceAccount?: string;
  /** Carries an effect's id, so that a repeated delivery is recognised by the receiver. */
  readonly deduplicationId?: string;
  /** The `X-Amzn-Trace-Id` of what led to this call, by which Lambda knows a loop. */
  readonly traceId?: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
  readonly admission?: Admission;
}

/**
 * Of a call that waits for something and takes it for its caller (a receive): asked right before it takes, as often as it looks, so that nothing
 * is taken that there is no room for.
 */
export interface Admission {
  /** False where there is no room: then nothing is taken, and the call is answered with nothing. */
  enter(): Promise<boolean>;
  /** There was nothing to take. */
  leave(): void;
}

export interface Place {
  readonly account: string;
  readonly region: string;
}
