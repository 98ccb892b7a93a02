import type { Ec2Operation } from "../operation.ts";
import { revoke } from "../security-groups/revoke.ts";

export const revokeSecurityGroupEgress: Ec2Operation<"RevokeSecurityGroupEgress"> = (input, context) =>
  revoke(input, true, context);
