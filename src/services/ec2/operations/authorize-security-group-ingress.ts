import type { Ec2Operation } from "../operation.ts";
import { authorize } from "../security-groups/authorize.ts";

export const authorizeSecurityGroupIngress: Ec2Operation<"AuthorizeSecurityGroupIngress"> = (input, context) =>
  authorize(input, false, context);
