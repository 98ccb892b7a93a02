import { compileGlob, globParts } from "../../platform/glob.ts";

/** An authorizer's answer in the form of a policy. Source: "Output from an API Gateway Lambda authorizer". */
export interface PolicyAnswer {
  readonly context: Readonly<Record<string, unknown>> | undefined;
  /** What it says of `execute-api:Invoke` of an ARN: a Deny counts before every Allow. */
  readonly says: (arn: string) => "allow" | "deny" | "nothing";
}

interface Statement {
  readonly isAllow: boolean;
  readonly actions: readonly Matcher[];
  readonly resources: readonly Matcher[];
}

type Matcher = (text: string) => boolean;

/** Longer policies are none that anybody writes. */
const mostStatements = 1_000;

/** Throws for what is no such answer. */
export function readPolicyAnswer(answer: object): PolicyAnswer {
  const { principalId, policyDocument, context, usageIdentifierKey } = answer as Record<string, unknown>;
  if (principalId === undefined || typeof policyDocument !== "object" || policyDocument === null)
    throw new Error("the authorizer's answer needs a principalId and a policyDocument");
  const given = [(policyDocument as Record<string, unknown>).Statement].flat();
  if (given.length > mostStatements) throw new Error("the authorizer's policy has too many statements");
  const statements = given.map(toStatement);
  return {
    context: {
      ...(typeof context === "object" && context !== null ? context : {}),
      principalId: String(principalId),
      ...(typeof usageIdentifierKey === "string" && { usageIdentifierKey }),
    },
    says: (arn) => {
      const concerned = statements.filter(
        ({ actions, resources }) =>
          actions.some((matches) => matches("execute-api:invoke")) && resources.some((matches) => matches(arn)),
      );
      if (concerned.some(({ isAllow }) => !isAllow)) return "deny";
      return concerned.length > 0 ? "allow" : "nothing";
    },
  };
}

function toStatement(given: unknown): Statement {
  const { Effect, Action, Resource } = (given ?? {}) as Record<string, unknown>;
  if (Effect !== "Allow" && Effect !== "Deny") throw new Error("a statement of the authorizer's policy has no Effect");
  return {
    isAllow: Effect === "Allow",
    actions: toMatchers(Action, (text) => text.toLowerCase()),
    resources: toMatchers(Resource, (text) => text),
  };
}

function toMatchers(value: unknown, prepare: (text: string) => string): readonly Matcher[] {
  const texts = [value].flat();
  if (!texts.every((each) => typeof each === "string"))
    throw new Error("a statement of the authorizer's policy needs Action and Resource");
  return texts.map((text) => compileGlob(globParts(prepare(text as string))));
}
