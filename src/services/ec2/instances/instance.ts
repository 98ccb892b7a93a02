import type { Place } from "../../service.ts";
import type { CpuCredits } from "./cpu-credits.ts";
import type { InstanceProfile } from "./instance-profile.ts";

export type StateName = "pending" | "running" | "stopping" | "stopped" | "shutting-down" | "terminated";

/** Source: "InstanceState". */
export const stateCodes: Readonly<Record<StateName, number>> = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

/** What may be asked of an instance, and what becomes of it by itself (`settle`). Source: "Instance lifecycle". */
export const transitions = {
  pending: { settle: "running", terminate: "shutting-down" },
  running: { stop: "stopping", terminate: "shutting-down", reboot: "running", start: "running" },
  stopping: { settle: "stopped", stop: "stopping", terminate: "shutting-down" },
  stopped: { start: "pending", stop: "stopped", terminate: "shutting-down" },
  "shutting-down": { settle: "terminated", terminate: "shutting-down" },
  terminated: { terminate: "terminated" },
} as const satisfies Readonly<Record<StateName, Readonly<Record<string, StateName>>>>;

export type InstanceEvent = "start" | "stop" | "reboot" | "terminate" | "settle";

/** Undefined where it is not allowed. */
export function nextState(state: StateName, event: InstanceEvent): StateName | undefined {
  return (transitions[state] as Readonly<Partial<Record<InstanceEvent, StateName>>>)[event];
}

/** How long an instance is on its way to another state: shorter than AWS's, whose machines boot. */
export const settleMs: Readonly<Partial<Record<StateName, number>>> = {
  pending: 5_000,
  stopping: 10_000,
  "shutting-down": 10_000,
  // It is shown for a while, then it is gone. Source: "Terminate Amazon EC2 instances".
  terminated: 3_600_000,
};

/** How long the checks of an instance that has just started are `initializing`. */
export const initializingMs = 60_000;

/** An instance is a record: no machine runs behind it. */
export interface Instance {
  readonly id: string;
  readonly state: StateName;
  readonly reservationId: string;
  readonly launchIndex: number;
  /** Of its last start. */
  readonly launchedMs: number;
  readonly changedMs: number;
  readonly imageId: string;
  readonly architecture: "x86_64" | "arm64";
  readonly type: string;
  readonly zone: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly privateAddress: string;
  readonly networkInterfaceId: string;
  readonly attachmentId: string;
  readonly groupIds: readonly string[];
  /** While it runs, where the subnet gives one. */
  readonly publicAddress: string | undefined;
  readonly hasPublicAddress: boolean;
  /** Base64. */
  readonly userData: string | undefined;
  readonly isMonitored: boolean;
  readonly isTerminationProtected: boolean;
  readonly isStopProtected: boolean;
  readonly shutdownBehavior: "stop" | "terminate";
  readonly sourceDestCheck: boolean;
  readonly tokensRequired: boolean;
  // What follows an instance of a former version does not have.
  readonly hopLimit?: number | undefined;
  readonly isMetadataOff?: boolean | undefined;
  readonly hasMetadataTags?: boolean | undefined;
  readonly rootDeviceName?: string | undefined;
  readonly keyName?: string | undefined;
  /** With the id of its association. */
  readonly profile?: (InstanceProfile & { readonly associationId: string }) | undefined;
  readonly cpuCredits?: CpuCredits | undefined;
  readonly isRecoveryOff?: boolean | undefined;
  readonly isEbsOptimized?: boolean | undefined;
  readonly hostnameType?: "ip-name" | "resource-name" | undefined;
  readonly hasNameRecord?: boolean | undefined;
  /** Of its first interface, which is no resource by itself (`interfaces/network-interface.ts`). */
  readonly secondaryAddresses?: readonly string[] | undefined;
  readonly interfaceDescription?: string | undefined;
  readonly deletesInterface?: boolean | undefined;
  readonly attachedMs?: number | undefined;
  /** While it runs: since when, and up to when that is in the bill. */
  readonly metered?: { readonly fromMs: number; readonly toMs: number } | undefined;
  /** When it was first launched, which a later start does not change. */
  readonly madeMs?: number | undefined;
  readonly clientToken: string | undefined;
  /** The hash of what the token was used with. */
  readonly tokenInput: string | undefined;
  readonly reason: { readonly code: string; readonly message: string; readonly transition: string } | undefined;
}

export function instanceArn({ account, region }: Place, id: string): string {
  return `arn:aws:ec2:${region}:${account}:instance/${id}`;
}

/** The timer of an instance that is on its way to another state; the key is its id. */
export const settleTimer = "ec2.settle-instance";

/** The timer of an instance that runs, at each full hour; the key is its id. */
export const meterTimer = "ec2.meter-instance";
