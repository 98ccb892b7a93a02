import type { DomainNameConfiguration } from "@aws-sdk/client-apigatewayv2";
import { invalid, notBuilt } from "../errors.ts";

type Configuration = Pick<
  DomainNameConfiguration,
  "CertificateArn" | "CertificateName" | "EndpointType" | "IpAddressType" | "SecurityPolicy"
>;

/** The one configuration that a name has; throws what AWS refuses of it, and what would not have its effect. Source: "CreateDomainName". */
export function checkConfiguration(given: readonly DomainNameConfiguration[] | undefined): Configuration {
  const [configuration, ...others] = given ?? [];
  if (!configuration) throw invalid("Domain name configurations cannot be empty");
  if (others.length > 0) throw notBuilt("domain names of several endpoints");
  const { EndpointType = "REGIONAL", IpAddressType = "ipv4", SecurityPolicy = "TLS_1_2" } = configuration;
  if (EndpointType !== "REGIONAL")
    throw invalid(
      "Only REGIONAL domain names can be managed through the API Gateway V2 API. For EDGE domain names, please use the API Gateway V1 API. Also note that only REST APIs can be attached to EDGE domain names.",
    );
  if (IpAddressType !== "ipv4" && IpAddressType !== "dualstack")
    throw invalid(`Invalid IP address type specified: ${IpAddressType}`);
  // Every name is served by TLS 1.2 and 1.3, older versions by none: no other policy would have its effect.
  if (SecurityPolicy !== "TLS_1_2") throw notBuilt(`the security policy ${SecurityPolicy}`);
  if (configuration.OwnershipVerificationCertificateArn) throw notBuilt("certificates that prove who owns a name");
  return configuration;
}

/** Source: "CreateApiMapping"; a key may have several parts, unlike REST APIs' base paths. */
export function checkMappingKey(key: string): void {
  if (key.startsWith("/") || key.endsWith("/") || key.includes("//"))
    throw invalid("API mapping key should not start with a '/' or have consecutive '/'s.");
  if (!/^[A-Za-z0-9$\-_.+!*'()/~]{0,300}$/.test(key))
    throw invalid("API mapping key should contain only alphanumeric characters, at most 300 of them, and $-_.+!*'()/~");
}
