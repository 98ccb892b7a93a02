import type { ApiMapping, DomainName } from "@aws-sdk/client-apigatewayv2";
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
import { partNotFound } from "../errors.ts";
import type { ApiGatewayV2Context } from "../operation.ts";

/** Of the regional endpoints of us-east-1, and of CloudFront. Source: "Amazon API Gateway endpoints and quotas". */
const zones = { regional: "Z1UJRXOUMOOFQ8", edge: "Z2FDTNDATAQYW2" } as const;

/** As it goes to a client. The names that REST APIs' operations have made are among them, and the other way round. */
export function toDomainName(at: Place, domain: DomainRecord): DomainName & { DomainName: string } {
  const { domainName, endpointType, target, mutualTls } = domain;
  const isEdge = endpointType === "EDGE";
  return {
    DomainName: domainName,
    DomainNameArn: domainArn(at, domainName),
    ApiMappingSelectionExpression: "$request.basepath",
    DomainNameConfigurations: [
      {
        ApiGatewayDomainName: isEdge
          ? `${target.slice(2)}.cloudfront.net`
          : `${target}.execute-api.${at.region}.amazonaws.com`,
        ...(domain.certificateArn !== undefined && { CertificateArn: domain.certificateArn }),
        ...(domain.certificateName !== undefined && { CertificateName: domain.certificateName }),
        CertificateUploadDate: new Date(domain.createdMs),
        DomainNameStatus: "AVAILABLE",
        EndpointType: endpointType as "REGIONAL" | "EDGE",
        HostedZoneId: isEdge ? zones.edge : zones.regional,
        IpAddressType: domain.ipAddressType,
        SecurityPolicy: domain.securityPolicy as "TLS_1_2",
      },
    ],
    ...(mutualTls && { MutualTlsAuthentication: toMutualTls(mutualTls) }),
    RoutingMode: "API_MAPPING_ONLY",
    Tags: { ...domain.tags },
  };
}

function toMutualTls({ truststoreUri, truststoreVersion, warnings }: MutualTls) {
  return {
    TruststoreUri: truststoreUri,
    ...(truststoreVersion !== undefined && { TruststoreVersion: truststoreVersion }),
    ...(warnings && { TruststoreWarnings: [...warnings] }),
  };
}

/** A mapping whose stage the path tells has none to show. */
export function toApiMapping({ id, key, apiId, stage }: MappingRecord): ApiMapping {
  return { ApiMappingId: id, ApiMappingKey: key, ApiId: apiId, Stage: stage ?? "" };
}

export async function requireDomain(context: ApiGatewayV2Context, domainName: string): Promise<DomainRecord> {
  return (await findDomain(context, domainName)) ?? fail(partNotFound("domain name"));
}

export async function requireChange<T extends object>(
  context: ApiGatewayV2Context,
  domainName: string,
  change: (domain: DomainRecord) => { readonly domain: DomainRecord; readonly result: T },
  truststore?: Truststore,
): Promise<T> {
  return (await changeDomain(context, domainName, change, truststore)) ?? fail(partNotFound("domain name"));
}

export function requireMapping({ mappings }: DomainRecord, id: string): MappingRecord {
  return mappings.find((each) => each.id === id) ?? fail(partNotFound("API mapping"));
}
