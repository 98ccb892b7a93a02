import { type Condition, compileConditions } from "./condition.ts";
import { listOf, type PolicyDocument, type PolicyStatement, statementsOf } from "./document.ts";
import { compilePattern, type Pattern, type RequestKeys } from "./pattern.ts";
import { compilePrincipals, type PrincipalMatcher } from "./principal-match.ts";

export interface CompiledPolicy {
  readonly statements: readonly CompiledStatement[];
}

export interface CompiledStatement {
  readonly sid: string | undefined;
  readonly allows: boolean;
  /** Undefined in an identity-based policy, whose principal is its holder. */
  readonly principal: PrincipalMatcher | undefined;
  /** `NotPrincipal`: everybody whom the matcher does not name. */
  readonly notPrincipal: boolean;
  /** Whether the statement speaks of this request, whoever makes it. */
  readonly covers: (action: string, resource: string, keys: RequestKeys) => boolean;
}

/** Compiles a policy's JSON once; evaluating it then makes nothing new. Throws SyntaxError if it is not JSON. */
export function compilePolicy(json: string): CompiledPolicy {
  const document = JSON.parse(json) as PolicyDocument;
  const variables = document.Version === "2012-10-17";
  return { statements: statementsOf(document).map((statement) => compileStatement(statement, variables)) };
}

function compileStatement(statement: PolicyStatement, variables: boolean): CompiledStatement {
  const principals = statement.Principal ?? statement.NotPrincipal;
  const coversAction = compileActions(statement);
  const coversResource = compileResources(statement, variables);
  const conditions = compileConditions(statement.Condition, variables);
  return {
    sid: statement.Sid,
    allows: statement.Effect === "Allow",
    principal: principals && compilePrincipals(principals),
    notPrincipal: statement.NotPrincipal !== undefined,
    covers: (action, resource, keys) =>
      coversAction(action, keys) && coversResource(resource, keys) && all(conditions, keys),
  };
}

/** Resource policies come from services that check less: a statement without actions must not allow all of them. */
function compileActions({ Action, NotAction }: PolicyStatement): Pattern {
  if (Action === undefined && NotAction === undefined) return () => false;
  const patterns = listOf(Action ?? NotAction).map((action) =>
    compilePattern(action, { wildcards: true, ignoreCase: true, variables: false }),
  );
  return anyOf(patterns, Action === undefined);
}

/** A trust policy has no resource: the role it is written on is the resource. */
function compileResources({ Resource, NotResource }: PolicyStatement, variables: boolean): Pattern {
  if (Resource === undefined && NotResource === undefined) return () => true;
  const patterns = listOf(Resource ?? NotResource).map((resource) =>
    compilePattern(resource, { wildcards: true, variables }),
  );
  return anyOf(patterns, Resource === undefined);
}

function anyOf(patterns: readonly Pattern[], negated: boolean): Pattern {
  const [only] = patterns;
  if (only && patterns.length === 1 && !negated) return only;
  return (value, keys) => {
    for (const matches of patterns) if (matches(value, keys)) return !negated;
    return negated;
  };
}

function all(conditions: readonly Condition[], keys: RequestKeys): boolean {
  for (const holds of conditions) if (!holds(keys)) return false;
  return true;
}
