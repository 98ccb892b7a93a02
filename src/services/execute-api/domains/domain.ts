import { partitionOf } from "../../../platform/arn.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";

/**
 * A domain name of a user's own, with where its paths lead. REST and HTTP APIs share them: what one version of the API makes the other shows, too. Source: "Custom domain
 * name for public REST APIs in API Gateway".
 */
export interface DomainRecord {
  /** In lower case. */
  readonly domainName: string;
  /** As it was written, where that is otherwise. */
  readonly shownName?: string | undefined;
  readonly endpointType: "EDGE" | "REGIONAL" | "PRIVATE";
  readonly ipAddressType: "ipv4" | "dualstack";
  readonly certificateArn?: string | undefined;
  readonly certificateName?: string | undefined;
  readonly securityPolicy: string;
  /** Of the name that the domain's own should lead to: `d-abcdefghij`. */
  readonly target: string;
  readonly createdMs: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly mappings: readonly MappingRecord[];
  /** Of this making of the name; records of an older version have none. */
  readonly claim?: string | undefined;
  /** Clients are let in by certificates of whom the truststore names, and by nothing else. */
  readonly mutualTls?: MutualTls | undefined;
}

export interface MutualTls {
  /** `s3://BUCKET/KEY` */
  readonly truststoreUri: string;
  readonly truststoreVersion?: string | undefined;
  readonly warnings?: readonly string[] | undefined;
}

export interface Truststore {
  /** PEM, one after the other. */
  readonly certificates: string;
}

export interface MappingRecord {
  readonly id: string;
  /** Without slashes around it; empty for all paths. */
  readonly key: string;
  readonly apiId: string;
  /** Undefined where the path tells it. */
  readonly stage?: string | undefined;
}

export const domainKind = "apigateway.domains";

/** All domain names of an account and region. */
export function domainsKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: domainKind, name: "" };
}

/** Whose a name is: there is one of each in the world. */
export function domainPlaceKey(domainName: string): PartitionKey {
  return { account: "", region: "", kind: "apigateway.domain-places", name: domainName };
}

export function domainArn({ region }: Place, domainName: string): string {
  return `arn:${partitionOf(region)}:apigateway:${region}::/domainnames/${domainName}`;
}

/** What AWS refuses of a name, and what would be the server's own, at which no domain is served; undefined for one that may be. */
export function domainNameFault(domainName: string): string | undefined {
  if (domainName === "") return "No Domain Name specified";
  const isName =
    /^(?:\*\.)?(?=.{1,253}$)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/;
  if (!isName.test(domainName)) return "Invalid domain name identifier specified";
  if (/(?:^|\.)(?:amazonaws\.com|on\.aws)$/i.test(domainName)) return "Domain names of AWS cannot be used";
  const isOfServer = /(?:^|\.)localhost(?:\.localstack\.cloud)?$/i.test(domainName);
  return isOfServer ? "Names of this machine cannot be used" : undefined;
}
