import type { FurtherRule } from "./service.ts";

/**
 * Who gives a role to a service passes on what the role may do, and needs the permission for that. `service` is the principal that gets it
 * (`lambda.amazonaws.com`). Source: "Grant a user permissions to pass a role to an AWS service".
 */
export function passesRoleTo(service: string): Exclude<FurtherRule, string> {
  return (roleArn, _input, { account }) => ({
    action: "iam:PassRole",
    resource: String(roleArn),
    // Nobody passes another account's: that is the operation's to say.
    resourceAccount: account,
    conditions: { "iam:passedtoservice": [service] },
  });
}
