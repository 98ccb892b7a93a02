import { createDomain } from "../../execute-api/domains/change-domain.ts";
import { type DomainRecord, domainNameFault } from "../../execute-api/domains/domain.ts";
import { readTruststore } from "../../execute-api/domains/read-truststore.ts";
import { idAlphabet } from "../apis/api.ts";
import { toDomainName, toSecurityPolicy } from "../domain-names/domain-name.ts";
import { conflict, invalid, notBuilt } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { withTags } from "../tags/tags.ts";

/** Makes a name that APIs are reached by, once it leads here. What certificate is shown for it Squall's own authority signs; a certificate of ACM is kept by its ARN alone. */
export const createDomainName: ApiGatewayOperation<"CreateDomainName"> = async (input, context) => {
  const { domainName: given = "", endpointConfiguration, mutualTlsAuthentication, tags, policy } = input;
  const domainName = given.toLowerCase();
  const fault = domainNameFault(domainName);
  if (fault) throw invalid(fault);
  if (policy !== undefined) throw notBuilt("policies of private domain names");
  if (input.routingMode !== undefined && input.routingMode !== "BASE_PATH_MAPPING_ONLY")
    throw notBuilt("routing rules");
  const [endpointType = "EDGE"] = endpointConfiguration?.types ?? [];
  if (endpointType === "PRIVATE") throw notBuilt("private domain names");
  const { truststoreUri, truststoreVersion: version } = mutualTlsAuthentication ?? {};
  if (truststoreUri !== undefined && endpointType !== "REGIONAL")
    throw invalid("Mutual TLS is supported for regional domain names only");
  const trusted = truststoreUri ? await readTruststore(context, { uri: truststoreUri, version }, invalid) : undefined;
  const { clock, random } = context.host;
  const domain: DomainRecord = {
    domainName,
    ...(given !== domainName && { shownName: given }),
    endpointType,
    ipAddressType: endpointConfiguration?.ipAddressType ?? "ipv4",
    certificateArn:
      endpointType === "EDGE" ? input.certificateArn : (input.regionalCertificateArn ?? input.certificateArn),
    certificateName: input.certificateName ?? input.regionalCertificateName,
    securityPolicy: toSecurityPolicy(input.securityPolicy),
    target: `d-${random.text(10, idAlphabet)}`,
    createdMs: clock.nowMs(),
    tags: withTags({}, tags),
    mappings: [],
    ...(trusted && { mutualTls: trusted.mutualTls }),
  };
  if (!(await createDomain(context, domain, trusted?.truststore)))
    throw conflict("The domain name you provided already exists.");
  return toDomainName(context, domain);
};
