import { passesRoleTo } from "../pass-role.ts";
import type { AccessRules } from "../service.ts";
import type { Pipes } from "./model.ts";
import { pipeArn, pipes } from "./pipes/pipe.ts";

/** Source: "Actions, resources, and condition keys for Amazon EventBridge Pipes". */
export const accessRules: AccessRules<Pipes> = {
  prefix: "pipes",
  also: {
    CreatePipe: { RoleArn: passesRoleTo(pipes), Tags: "pipes:TagResource" },
    UpdatePipe: { RoleArn: passesRoleTo(pipes) },
  },
  resource: (_operation, input, at) => {
    if (typeof input.resourceArn === "string") return input.resourceArn;
    return typeof input.Name === "string" ? pipeArn(at, input.Name) : "*";
  },
};
