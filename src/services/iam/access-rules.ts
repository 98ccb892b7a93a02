import type { AccessRules, Place } from "../service.ts";
import type { Iam } from "./service-context.ts";

/** Source: "Actions, resources, and condition keys for AWS Identity and Access Management". */
export const accessRules: AccessRules<Iam> = {
  prefix: "iam",
  resource: (operation, input, at) => {
    for (const [member, toArn] of resources) {
      const name = input[member];
      // A list is a list of all, whatever narrows it.
      if (typeof name === "string") return toArn(name, at);
    }
    return callerOperations.has(operation) ? `arn:aws:iam::${at.account}:user/*` : "*";
  },
};

type ToArn = (name: string, at: Place) => string;

/** The first member that is given names the resource. ARNs are without the path, which the request does not tell. */
const resources: readonly (readonly [member: string, toArn: ToArn])[] = [
  ["InstanceProfileName", named("instance-profile")],
  ["RoleName", named("role")],
  ["GroupName", named("group")],
  ["UserName", named("user")],
  ["PolicySourceArn", (arn) => arn],
  ["PolicyArn", (arn) => arn],
  ["PolicyName", named("policy")],
];

function named(kind: string): ToArn {
  return (name, { account }) => `arn:aws:iam::${account}:${kind}/${name}`;
}

/** Operations on the caller where no user is named. */
const callerOperations = new Set([
  "GetUser",
  "CreateAccessKey",
  "ListAccessKeys",
  "UpdateAccessKey",
  "DeleteAccessKey",
]);
