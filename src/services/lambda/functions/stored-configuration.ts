import type { StoredLayer } from "../layers/layer.ts";

/** What the user set, with AWS's defaults filled in. */
export interface StoredConfiguration {
  readonly runtime: string;
  readonly role: string;
  readonly handler: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  readonly ephemeralStorageMiB: number;
  readonly environment: Readonly<Record<string, string>> | undefined;
  readonly architecture: "x86_64" | "arm64";
  readonly layers: readonly StoredLayer[];
  readonly logging: LoggingSettings;
  readonly deadLetterArn: string | undefined;
  readonly tracing: "Active" | "PassThrough";
  readonly vpc: VpcSettings | undefined;
  readonly tenancy: "PER_TENANT" | undefined;
  /** Undefined is None. */
  readonly snapStart?: "PublishedVersions";
}

export interface LoggingSettings {
  readonly format: "Text" | "JSON";
  /** Undefined is `/aws/lambda/NAME`. */
  readonly group: string | undefined;
  /** Of the format JSON only. */
  readonly applicationLevel: LogLevel | undefined;
  readonly systemLevel: "DEBUG" | "INFO" | "WARN" | undefined;
}

export type LogLevel = "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL";

/** Kept and returned; without effect on one host. */
export interface VpcSettings {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly ipv6AllowedForDualStack: boolean;
  /** Of the subnets. Absent without any, and in a function that was stored before there were subnets to find. */
  readonly vpcId?: string;
}
