import type { BasePathMapping, DomainName, MutualTlsAuthentication } from "@aws-sdk/client-api-gateway";
import { fail } from "../../../platform/aws-error.ts";
import { changeDomain, findDomain } from "../../execute-api/domains/change-domain.ts";
import {
  type DomainRecord,
  domainArn,
  type MappingRecord,
  type MutualTls,
  type Truststore,
} from "../../execute-api/domains/domain.ts";
import type { Place } from "../../service.ts";
import { apisKey } from "../apis/api.ts";
import { invalid, notBuilt, notFound, partNotFound } from "../errors.ts";
import type { ApiGatewayContext } from "../operation.ts";
import { partStore } from "../parts/part-store.ts";
import { badPath, type Patch } from "../parts/patch.ts";

/** As AWS calls a mapping of all paths. */
export const noBasePath = "(none)";

/** Of CloudFront, and of the regional endpoints of us-east-1. Source: "Amazon API Gateway endpoints and quotas". */
const zones = { edge: "Z2FDTNDATAQYW2", regional: "Z1UJRXOUMOOFQ8" } as const;

/** As it goes to a client. */
export function toDomainName(at: Place, domain: DomainRecord): DomainName {
  const { domainName, endpointType, ipAddressType, certificateArn, certificateName, securityPolicy, target } = domain;
  const isEdge = endpointType === "EDGE";
  return {
    domainName: domain.shownName ?? domainName,
    domainNameArn: domainArn(at, domainName),
    ...(certificateName !== undefined && { certificateName }),
    ...(certificateArn !== undefined && { [isEdge ? "certificateArn" : "regionalCertificateArn"]: certificateArn }),
    certificateUploadDate: new Date(domain.createdMs),
    ...(isEdge
      ? { distributionDomainName: `${target.slice(2)}.cloudfront.net`, distributionHostedZoneId: zones.edge }
      : {
          regionalDomainName: `${target}.execute-api.${at.region}.amazonaws.com`,
          regionalHostedZoneId: zones.regional,
        }),
    endpointConfiguration: { types: [endpointType], ipAddressType },
    domainNameStatus: "AVAILABLE",
    securityPolicy: securityPolicy as NonNullable<DomainName["securityPolicy"]>,
    routingMode: "BASE_PATH_MAPPING_ONLY",
    ...(domain.mutualTls && { mutualTlsAuthentication: toMutualTls(domain.mutualTls) }),
    ...(Object.keys(domain.tags).length > 0 && { tags: { ...domain.tags } }),
  };
}

function toMutualTls({ truststoreUri, truststoreVersion, warnings }: MutualTls): MutualTlsAuthentication {
  return { truststoreUri, truststoreVersion, ...(warnings && { truststoreWarnings: [...warnings] }) };
}

export function toBasePathMapping({ key, apiId, stage }: MappingRecord): BasePathMapping {
  return { basePath: key === "" ? noBasePath : key, restApiId: apiId, ...(stage !== undefined && { stage }) };
}

export function keyOf(basePath: string | undefined): string {
  return basePath === undefined || basePath === noBasePath ? "" : basePath;
}

export async function requireDomain(context: ApiGatewayContext, domainName: string): Promise<DomainRecord> {
  return (await findDomain(context, domainName)) ?? fail(partNotFound("domain name"));
}

export async function requireChange<T extends object>(
  context: ApiGatewayContext,
  domainName: string,
  change: (domain: DomainRecord) => { readonly domain: DomainRecord; readonly result: T },
  truststore?: Truststore,
): Promise<T> {
  return (await changeDomain(context, domainName, change, truststore)) ?? fail(partNotFound("domain name"));
}

export function requireMapping({ mappings }: DomainRecord, key: string): MappingRecord {
  return mappings.find((each) => each.key === key) ?? fail(partNotFound("base path mapping"));
}

/** Throws for an API or a stage that is not there. */
export async function checkTarget(context: ApiGatewayContext, apiId: string, stage: string | undefined): Promise<void> {
  await context.host.storage.partition(apisKey(context)).read(async (tx) => {
    if ((await partStore.list(tx, apiId, "Resource", "", 1)).length === 0)
      throw invalid("Invalid REST API identifier specified");
    if (stage !== undefined && !(await partStore.find(tx, apiId, "Stage", stage)))
      throw notFound("Invalid stage identifier specified");
  });
}

/** Every name is served by TLS 1.2 and 1.3, older versions by none: no other policy would have its effect. */
export function toSecurityPolicy(policy = "TLS_1_2"): "TLS_1_2" {
  if (policy !== "TLS_1_2") throw notBuilt(`the security policy ${policy.slice(0, 60)}`);
  return policy;
}

export function checkBasePath(key: string): void {
  if (key !== "" && !/^[A-Za-z0-9$_.+!*'()~-]+(?:\/[A-Za-z0-9$_.+!*'()~-]+)*$/.test(key))
    throw invalid(
      "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path mapping, use API Gateway V2.",
    );
  if (key.includes("/"))
    throw invalid(
      "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path mapping, use API Gateway V2.",
    );
}

/** One operation of UpdateDomainName. Source: "Patch operations", "UpdateDomainName". */
export function patchDomain(domain: DomainRecord, patch: Patch): DomainRecord {
  const { path, value = "", steps } = patch;
  if (path === "/certificateArn" || path === "/regionalCertificateArn") return { ...domain, certificateArn: value };
  if (path === "/certificateName" || path === "/regionalCertificateName") return { ...domain, certificateName: value };
  if (path === "/securityPolicy") return { ...domain, securityPolicy: toSecurityPolicy(value) };
  if (path === "/endpointConfiguration/ipAddressType") {
    if (value !== "ipv4" && value !== "dualstack") throw invalid("Invalid ipAddressType specified");
    return { ...domain, ipAddressType: value };
  }
  if (steps[0] === "endpointConfiguration" && steps[1] === "types") {
    if (value === "PRIVATE") throw notBuilt("private domain names");
    if (value !== "EDGE" && value !== "REGIONAL")
      throw invalid("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE");
    return { ...domain, endpointType: value };
  }
  throw badPath(patch);
}
