import type { PolicySourceType } from "@aws-sdk/client-iam";
import { Pace } from "../../../platform/pace.ts";
import type { Decision } from "../../access-control.ts";
import { type CompiledPolicy, compilePolicy } from "../../policy-language/compile.ts";
import type { RequestKeys } from "../../policy-language/pattern.ts";
import type { Principal } from "../../principal.ts";
import { type PageRequest, toSpan } from "../entities/to-page.ts";
import { malformedPolicy } from "../errors.ts";
import { evaluate } from "./evaluate.ts";
import { findStatementPositions, type StatementPosition } from "./statement-positions.ts";
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
  readonly identity: readonly SimulatedPolicy[];
  readonly boundary: CompiledPolicy | undefined;
  /** The condition keys that the policies ask for. */
  readonly contextKeys: readonly string[];
}

/** A policy, what it is called in the answer, and where its statements stand. */
export interface SimulatedPolicy extends CompiledPolicy {
  readonly id: string;
  readonly positions: readonly StatementPosition[];
}

/** How many statements an answer names for each action on each resource. Ours: a policy of a megabyte would name thousands, a thousand times. */
const matchedStatements = 100;

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
  const MissingContextValues = policies.contextKeys.filter((key) => !Object.hasOwn(conditions, key.toLowerCase()));
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
    const { identity, boundary } = policies;
    const EvalDecision = toDecision(evaluate(request, { identity, boundary, session: [], resource: undefined }));
    const MatchedStatements = findMatched(identity, EvalDecision, request);
    const ResourceSpecificResults = input.ResourceArns?.length
      ? [{ EvalResourceName: resource, EvalResourceDecision: EvalDecision, MatchedStatements, MissingContextValues }]
      : undefined;
    EvaluationResults.push({
      EvalActionName: action,
      EvalResourceName: resource,
      EvalDecision,
      MatchedStatements,
      MissingContextValues,
      OrganizationsDecisionDetail: { AllowedByOrganizations: true },
      EvalDecisionDetails: {},
      ResourceSpecificResults,
    });
  }
  return { EvaluationResults, ...page };
}

/** Policies that are given in the request itself, hundreds of kilobytes perhaps. Throws MalformedPolicyDocument. */
export async function compileGiven(documents: readonly string[] | undefined): Promise<SimulatedPolicy[]> {
  const pace = new Pace();
  const compiled: SimulatedPolicy[] = [];
  for (const [index, document] of (documents ?? []).entries()) {
    if (pace.isOver) await pace.rest();
    const fault = findPolicyFault(document);
    if (fault) throw malformedPolicy(fault);
    compiled.push(toSimulatedPolicy(`PolicyInputList.${index + 1}`, document));
  }
  return compiled;
}

export function toSimulatedPolicy(id: string, document: string): SimulatedPolicy {
  return { ...compilePolicy(document), id, positions: findStatementPositions(document) };
}

/** The statements that decide: those that allow, or those that deny in spite of them. */
function findMatched(
  policies: readonly SimulatedPolicy[],
  decision: SimulatedDecision,
  {
    action,
    resource,
    conditions,
  }: { readonly action: string; readonly resource: string; readonly conditions: RequestKeys },
) {
  const matched = [];
  if (decision === "implicitDeny") return [];
  for (const { id, statements, positions } of policies) {
    for (const [index, statement] of statements.entries()) {
      if (statement.allows !== (decision === "allowed") || !statement.covers(action, resource, conditions)) continue;
      const { start, end } = positions[index] ?? {};
      matched.push({ SourcePolicyId: id, SourcePolicyType: policyType, StartPosition: start, EndPosition: end });
      if (matched.length === matchedStatements) return matched;
    }
  }
  return matched;
}

/** AWS's word for all identity-based policies, which the model's enum does not have. */
const policyType = "IAM Policy" as PolicySourceType;

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
