import type { AliasRecord } from "../aliases/alias.ts";
import type { StoredCode } from "../code/stored-code.ts";
import type { EventInvokeConfig } from "../event-invoke/event-invoke-config.ts";
import type { StoredPolicy } from "../policy/policy.ts";
import type { UrlConfig } from "../urls/url-config.ts";
import type { StoredConfiguration } from "./stored-configuration.ts";

/** Which function, and not a later one that is made under the same name. */
export interface FunctionIdentity {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** Its own, for ever. Empty in one that was stored before functions had ids. */
  readonly id: string;
}

/** One version of a function as it is stored: its configuration, where its code is, and how far the last change has come. */
export interface FunctionRecord extends FunctionIdentity {
  /** `$LATEST`, or the number of a published version, which never changes again. */
  readonly version: string;
  readonly configuration: StoredConfiguration;
  readonly code: StoredCode;
  /** Changes with every change of the function. */
  readonly revisionId: string;
  readonly lastModifiedMs: number;
  readonly state: FunctionState;
  readonly lastUpdate: LastUpdate;
  /** Of a published version: what `$LATEST` was described as, whatever the version is. */
  readonly sourceDescription?: string;
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

/** A function with all that belongs to it but its published versions: what one row holds. Keys of the tables are qualifiers. */
export interface FunctionFamily {
  readonly latest: FunctionRecord;
  /** The number of the version published last; numbers are never used twice. */
  readonly lastVersion: number;
  readonly aliases: Readonly<Record<string, AliasRecord>>;
  readonly policies: Readonly<Record<string, StoredPolicy>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly eventInvokeConfigs: Readonly<Record<string, EventInvokeConfig>>;
  readonly provisioned: Readonly<Record<string, ProvisionedConfig>>;
  readonly reservedConcurrency: number | undefined;
  readonly recursiveLoop: "Allow" | "Terminate";
  readonly runtimeManagement: Readonly<Record<string, RuntimeManagement>>;
  readonly urls: Readonly<Record<string, UrlConfig>>;
  /** Ids of URLs whose aliases are deleted: they are known as somebody's, and answer nobody. */
  readonly lostUrls?: readonly string[];
  /** ARN of the code signing configuration. */
  readonly codeSigning?: string | undefined;
}

export interface ProvisionedConfig {
  readonly requested: number;
  readonly lastModifiedMs: number;
}

export interface RuntimeManagement {
  readonly updateOn: "Auto" | "FunctionUpdate" | "Manual";
  readonly runtimeVersionArn: string | undefined;
}

/** A function as it is held in memory: its row and its published versions, by number. */
export interface KnownFunction {
  readonly family: FunctionFamily;
  readonly versions: ReadonlyMap<string, FunctionRecord>;
  /** The partition's sequence number when a version was last written, or removed. */
  readonly versionsChanged: number;
}

export const latestVersion = "$LATEST";

type Named = Pick<FunctionIdentity, "account" | "region" | "name">;

/** Without version. */
export function functionArn({ account, region, name }: Named): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}

export function qualifiedArn(of: Named, qualifier: string | undefined): string {
  return qualifier === undefined ? functionArn(of) : `${functionArn(of)}:${qualifier}`;
}

/** What is kept in memory of a function is kept by this: one that is made anew under its name has another key. */
export function functionKey(of: FunctionIdentity): string {
  return of.id === "" ? functionArn(of) : of.id;
}

/** The same of an alias or a version. */
export function qualifiedKey(of: FunctionIdentity, qualifier: string): string {
  return `${functionKey(of)}:${qualifier}`;
}

/** The same of this version, `$LATEST` too: what a fleet is known by. */
export function versionKey(record: FunctionRecord): string {
  return qualifiedKey(record, record.version);
}

/** Those of a new function. */
export function createFamily(
  latest: FunctionRecord,
  tags: Readonly<Record<string, string>>,
  codeSigning?: string,
): FunctionFamily {
  return {
    latest,
    lastVersion: 0,
    aliases: {},
    policies: {},
    tags,
    eventInvokeConfigs: {},
    provisioned: {},
    reservedConcurrency: undefined,
    recursiveLoop: "Terminate",
    runtimeManagement: {},
    urls: {},
    codeSigning,
  };
}

/** Without all that belonged to the version or alias. */
export function withoutQualifier<F extends FunctionFamily>(family: F, qualifier: string): F {
  const without = <V>(table: Readonly<Record<string, V>>): Record<string, V> => {
    const { [qualifier]: _gone, ...others } = table;
    return others;
  };
  return {
    ...family,
    policies: without(family.policies),
    eventInvokeConfigs: without(family.eventInvokeConfigs),
    provisioned: without(family.provisioned),
    runtimeManagement: without(family.runtimeManagement),
    urls: without(family.urls),
  };
}

/** Versions published from one upload share its blob. */
export function isCodeUsed({ family, versions }: KnownFunction, blob: string): boolean {
  return [family.latest, ...versions.values()].some(({ code }) => code.blob === blob);
}

/** What nobody else can use: provisioned concurrency is part of a function's reserved concurrency, where it has one. */
export function claimedConcurrency({ reservedConcurrency, provisioned }: FunctionFamily): number {
  if (reservedConcurrency !== undefined) return reservedConcurrency;
  return provisionedTotal(provisioned);
}

/** Environments that are kept ready for the function, under whatever names. */
export function provisionedTotal(provisioned: FunctionFamily["provisioned"]): number {
  let total = 0;
  for (const qualifier in provisioned) total += provisioned[qualifier]!.requested;
  return total;
}
