import { partitionOf } from "../../../platform/arn.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";

/** What is stored of a platform application. Its credentials are checked and not kept: nothing is sent to the platform. */
export interface PlatformApplication {
  readonly platform: string;
  readonly name: string;
  readonly attributes: Attributes;
}

/** A device and its application. */
export interface PlatformEndpoint {
  readonly id: string;
  /** `ADM/name` */
  readonly application: string;
  readonly token: string;
  readonly attributes: Attributes;
}

export type Attributes = Readonly<Record<string, string>>;

/** Source: "CreatePlatformApplication". */
export const platforms: ReadonlySet<string> = new Set([
  "ADM",
  "APNS",
  "APNS_SANDBOX",
  "APNS_VOIP",
  "APNS_VOIP_SANDBOX",
  "MACOS",
  "MACOS_SANDBOX",
  "BAIDU",
  "Baidu",
  "FCM",
  "GCM",
  "MPNS",
  "WNS",
]);

export function applicationsKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: "sns.applications", name: "" };
}

export function applicationArn(
  { account, region }: Place,
  { platform, name }: Pick<PlatformApplication, "platform" | "name">,
): string {
  return `arn:${partitionOf(region)}:sns:${region}:${account}:app/${platform}/${name}`;
}

export function endpointArn(
  { account, region }: Place,
  { application, id }: Pick<PlatformEndpoint, "application" | "id">,
): string {
  return `arn:${partitionOf(region)}:sns:${region}:${account}:endpoint/${application}/${id}`;
}
