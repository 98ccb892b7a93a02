import { Pace } from "../../../platform/pace.ts";
import type { Decision } from "../../access-control.ts";
import type { Principal } from "../../principal.ts";
import { type PageRequest, toSpan } from "../entities/to-page.ts";
import { malformedPolicy } from "../errors.ts";
import { type CompiledPolicy, compilePolicy } from "./compile.ts";
import { evaluate } from "./evaluate.ts";
import type { RequestKeys } from "./pattern.ts";
import { findPolicyFault } from "./validate-document.ts";

/** What both simulations ask. */
export interface SimulationInput extends PageRequest {
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

export type SimulatedDecision = "allowed" | "explicitDeny" | "implicitDeny";

/**
 * Asks the same evaluation that guards every call, for each action on each resource of the page; nothing is called. What other pages show is not worked
 * out: a request may name a million pairs.
 */
export async function simulate(principal: Principal, policies: SimulatedPolicies, input: SimulationInput) {
  const conditions = toConditions(input.ContextEntries);
  const resources = input.ResourceArns?.length ? input.ResourceArns : ["*"];
  const actions = input.ActionNames ?? [];
  const { from, to, ...page } = toSpan(actions.length * resources.length, input);
  const pace = new Pace();
  const EvaluationResults = [];
  for (let index = from; index < to; index++) {
    if (pace.isOver) await pace.rest();
    const action = actions[Math.floor(index / resources.length)] as string;
    const resource = resources[index % resources.length] as string;
    const request = {
      principal,
      action,
      resource,
      resourceAccount: principal.account,
      resourcePolicy: undefined,
      conditions,
    };
    EvaluationResults.push({
      EvalActionName: action,
      EvalResourceName: resource,
      EvalDecision: toDecision(evaluate(request, { ...policies, session: [], resource: undefined })),
      MatchedStatements: [],
      MissingContextValues: [],
    });
  }
  return { EvaluationResults, ...page };
}

/** Policies that are given in the request itself, hundreds of kilobytes perhaps. Throws MalformedPolicyDocument. */
export async function compileGiven(documents: readonly string[] | undefined): Promise<CompiledPolicy[]> {
  const pace = new Pace();
  const compiled: CompiledPolicy[] = [];
  for (const document of documents ?? []) {
    if (pace.isOver) await pace.rest();
    const fault = findPolicyFault(document);
    if (fault) throw malformedPolicy(fault);
    compiled.push(compilePolicy(document));
  }
  return compiled;
}

function toDecision({ allowed, reason }: Decision): SimulatedDecision {
  if (allowed) return "allowed";
  return reason.startsWith("with an explicit deny") ? "explicitDeny" : "implicitDeny";
}

function toConditions(entries: SimulationInput["ContextEntries"]): RequestKeys {
  return Object.fromEntries(
    (entries ?? []).map(({ ContextKeyName = "", ContextKeyValues = [] }) => [
      ContextKeyName.toLowerCase(),
      ContextKeyValues,
    ]),
  );
}
