import type { IamOperation } from "../operation.ts";
import { readHolderDocuments } from "../policy-holders/holder-documents.ts";
import { grants } from "../reports/service-access.ts";

/** Which policies of a user, group or role give it something of each service asked for. */
export const listPoliciesGrantingServiceAccess: IamOperation<"ListPoliciesGrantingServiceAccess"> = async (
  { Arn, ServiceNamespaces },
  context,
) => {
  const { identity } = await readHolderDocuments(context, Arn);
  return {
    PoliciesGrantingServiceAccess: ServiceNamespaces.map((service) => ({
      ServiceNamespace: service,
      Policies: identity
        .filter(({ document }) => grants(document, service))
        .map(({ name, arn, holder }) =>
          arn === undefined
            ? {
                PolicyName: name,
                PolicyType: "INLINE" as const,
                EntityType: holder.kind.toUpperCase() as "USER" | "ROLE" | "GROUP",
                EntityName: holder.name,
              }
            : { PolicyName: name, PolicyType: "MANAGED" as const, PolicyArn: arn },
        ),
    })),
    IsTruncated: false,
  };
};
