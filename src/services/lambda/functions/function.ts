/** A function as it is stored: its configuration, where its code is, and how far the last change has come. */
export interface FunctionRecord {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly configuration: StoredConfiguration;
  readonly code: FunctionCode;
  /** Changes with every change of the function. */
  readonly revisionId: string;
  readonly lastModifiedMs: number;
  readonly state: FunctionState;
  readonly lastUpdate: LastUpdate;
}

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
}

export interface FunctionCode {
  /** Base64, of the zip. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly blob: string;
}

/** Source: "Lambda function states". */
export type FunctionState =
  | { readonly name: "Pending" }
  | { readonly name: "Active" }
  | { readonly name: "Failed"; readonly reason: string };

export type LastUpdate =
  | { readonly status: "Successful" }
  | { readonly status: "InProgress" }
  | { readonly status: "Failed"; readonly reason: string };

export function functionArn({ account, region, name }: Pick<FunctionRecord, "account" | "region" | "name">): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}
