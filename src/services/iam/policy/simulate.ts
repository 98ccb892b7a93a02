import type { Principal } from "../../principal.ts";
import type { CompiledPolicy } from "./compile.ts";
import { evaluate } from "./evaluate.ts";
import type { RequestKeys } from "./pattern.ts";

/** What both simulations ask. */
export interface SimulationInput {
  readonly ActionNames?: readonly string[] | undefined;
  readonly ResourceArns?: readonly string[] | undefined;
  readonly ContextEntries?:
    | readonly {
        readonly ContextKeyName?: string | undefined;
        readonly ContextKeyValues?: readonly string[] | undefined;
      }[]
    | undefined;
}

export interface SimulatedPolicies {
  readonly identity: readonly CompiledPolicy[];
  readonly boundary: CompiledPolicy | undefined;
}

/** Asks the same evaluation that guards every call, for each action on each resource; nothing is called. */
export function simulate(principal: Principal, policies: SimulatedPolicies, input: SimulationInput) {
  const conditions = toConditions(input.ContextEntries);
  const resources = input.ResourceArns?.length ? input.ResourceArns : ["*"];
  return (input.ActionNames ?? []).flatMap((action) =>
    resources.map((resource) => {
      const request = {
        principal,
        action,
        resource,
        resourceAccount: principal.account,
        resourcePolicy: undefined,
        conditions,
      };
      const { allowed, reason } = evaluate(request, { ...policies, session: [], resource: undefined });
      const decision = allowed
        ? "allowed"
        : reason.startsWith("with an explicit deny")
          ? "explicitDeny"
          : "implicitDeny";
      return {
        EvalActionName: action,
        EvalResourceName: resource,
        EvalDecision: decision as "allowed" | "explicitDeny" | "implicitDeny",
        MatchedStatements: [],
        MissingContextValues: [],
      };
    }),
  );
}

function toConditions(entries: SimulationInput["ContextEntries"]): RequestKeys {
  return Object.fromEntries(
    (entries ?? []).map(({ ContextKeyName = "", ContextKeyValues = [] }) => [
      ContextKeyName.toLowerCase(),
      ContextKeyValues,
    ]),
  );
}
