import type { Ec2Operation } from "../operation.ts";
import { revoke } from "../security-groups/revoke.ts";

export const revokeSecurityGroupIngress: Ec2Operation<"RevokeSecurityGroupIngress"> = (input, context) =>
  revoke(input, false, context);
