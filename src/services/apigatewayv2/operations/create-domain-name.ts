import { createDomain } from "../../execute-api/domains/change-domain.ts";
import { type DomainRecord, domainNameFault } from "../../execute-api/domains/domain.ts";
import { readTruststore } from "../../execute-api/domains/read-truststore.ts";
import { idAlphabet } from "../apis/api.ts";
import { checkConfiguration } from "../domain-names/check-domain-name.ts";
import { toDomainName } from "../domain-names/domain-name.ts";
import { domainExists, invalid, notBuilt } from "../errors.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { withTags } from "../tags/tagged.ts";

/** Makes a name that APIs are reached by, once it leads here. The certificate that is shown for it Squall's own authority signs; one of ACM is kept by its ARN. */
export const createDomainName: ApiGatewayV2Operation<"CreateDomainName"> = async (input, context) => {
  const domainName = (input.DomainName ?? "").toLowerCase();
  const fault = domainNameFault(domainName);
  if (fault) throw invalid(fault);
  const configuration = checkConfiguration(input.DomainNameConfigurations);
  if ((input.RoutingMode ?? "API_MAPPING_ONLY") !== "API_MAPPING_ONLY") throw notBuilt("routing rules");
  const { TruststoreUri: uri, TruststoreVersion: version } = input.MutualTlsAuthentication ?? {};
  const trusted = uri ? await readTruststore(context, { uri, version }, invalid) : undefined;
  const { clock, random } = context.host;
  const domain: DomainRecord = {
    domainName,
    endpointType: "REGIONAL",
    ipAddressType: configuration.IpAddressType ?? "ipv4",
    certificateArn: configuration.CertificateArn,
    certificateName: configuration.CertificateName,
    securityPolicy: "TLS_1_2",
    target: `d-${random.text(10, idAlphabet)}`,
    createdMs: clock.nowMs(),
    tags: withTags({}, input.Tags),
    mappings: [],
    ...(trusted && { mutualTls: trusted.mutualTls }),
  };
  if (!(await createDomain(context, domain, trusted?.truststore))) throw domainExists();
  return toDomainName(context, domain);
};
