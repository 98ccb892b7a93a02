import type { Ec2Operation } from "../operation.ts";
import { authorize } from "../security-groups/authorize.ts";

export const authorizeSecurityGroupEgress: Ec2Operation<"AuthorizeSecurityGroupEgress"> = (input, context) =>
  authorize(input, true, context);
