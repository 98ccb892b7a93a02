import { invalid, notBuilt } from "../errors.ts";
import type { IntegrationRecord } from "../parts/part.ts";
import { subtypes, subtypesElsewhere } from "./subtype.ts";

/** Throws what AWS refuses of an integration with one of its services, and what is not built. Source: "Create AWS service integrations for HTTP APIs". */
export function checkSubtype(integration: IntegrationRecord): void {
  const { IntegrationSubtype = "", IntegrationType, IntegrationUri, PayloadFormatVersion } = integration;
  const { CredentialsArn, RequestParameters = {} } = integration;
  if (IntegrationType !== "AWS_PROXY")
    throw invalid("IntegrationSubtype is supported for integrations of type AWS_PROXY only");
  if (subtypesElsewhere.has(IntegrationSubtype)) throw notBuilt(`the integration subtype ${IntegrationSubtype}`);
  const subtype = Object.hasOwn(subtypes, IntegrationSubtype) ? subtypes[IntegrationSubtype] : undefined;
  if (!subtype) throw invalid(`Unsupported integration subtype specified: ${IntegrationSubtype.slice(0, 200)}`);
  if (IntegrationUri !== undefined) throw invalid("IntegrationUri must not be specified with an IntegrationSubtype");
  if (PayloadFormatVersion !== "1.0")
    throw invalid("PayloadFormatVersion must be 1.0 for integrations with an IntegrationSubtype");
  if (CredentialsArn === undefined)
    throw invalid(`CredentialsArn must be specified for the integration subtype ${IntegrationSubtype}`);
  const given = Object.keys(RequestParameters);
  const missing = subtype.required.filter((each) => !given.includes(each));
  if (missing.length > 0)
    throw invalid(
      `The following required parameters are missing for the integration subtype ${IntegrationSubtype}: ${missing.join(", ")}`,
    );
  const unknown = given.filter(
    (each) => each !== "Region" && !subtype.required.includes(each) && !subtype.optional.includes(each),
  );
  if (unknown.length > 0)
    throw invalid(
      `The following parameters are not supported for the integration subtype ${IntegrationSubtype}: ${unknown.join(", ").slice(0, 500)}`,
    );
}
