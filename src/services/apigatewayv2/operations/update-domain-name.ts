import { readTruststore } from "../../execute-api/domains/read-truststore.ts";
import { checkConfiguration } from "../domain-names/check-domain-name.ts";
import { requireChange, toDomainName } from "../domain-names/domain-name.ts";
import { invalid, notBuilt } from "../errors.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";

/** What is not said stays; an empty truststore's URI turns mutual TLS off. */
export const updateDomainName: ApiGatewayV2Operation<"UpdateDomainName"> = async (input, context) => {
  const { DomainName = "", DomainNameConfigurations, MutualTlsAuthentication, RoutingMode } = input;
  if ((RoutingMode ?? "API_MAPPING_ONLY") !== "API_MAPPING_ONLY") throw notBuilt("routing rules");
  const configuration = DomainNameConfigurations && checkConfiguration(DomainNameConfigurations);
  const { TruststoreUri: uri, TruststoreVersion: version } = MutualTlsAuthentication ?? {};
  const trusted = uri ? await readTruststore(context, { uri, version }, invalid) : undefined;
  return requireChange(
    context,
    DomainName,
    (former) => {
      if (former.endpointType !== "REGIONAL") checkConfiguration([{ EndpointType: "EDGE" }]);
      const { mutualTls, ...rest } = former;
      const now = trusted?.mutualTls ?? (uri === "" ? undefined : mutualTls);
      const domain = {
        ...rest,
        ipAddressType: configuration?.IpAddressType ?? former.ipAddressType,
        certificateArn: configuration?.CertificateArn ?? former.certificateArn,
        certificateName: configuration?.CertificateName ?? former.certificateName,
        ...(now && { mutualTls: now }),
      };
      return { domain, result: toDomainName(context, domain) };
    },
    trusted?.truststore,
  );
};
