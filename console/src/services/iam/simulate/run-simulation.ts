import {
  type EvaluationResult,
  type IAMClient,
  ListGroupsForUserCommand,
  paginateSimulatePrincipalPolicy,
} from "@aws-sdk/client-iam";
import { type PolicyHolder, readHeldPolicies } from "../holder/holder.ts";
import { type NamedPolicy, type SimulatedDecision, toDecisions } from "./decisions.ts";

export interface Simulation {
  /** Of a user, group or role. */
  readonly principal: string;
  readonly actions: readonly string[];
  /** ARNs; none: all resources. */
  readonly resources: readonly string[];
  readonly context: readonly { readonly key: string; readonly value: string }[];
  /** JSON: a policy that the principal does not have yet. */
  readonly further?: string;
}

/** Asks IAM, and finds the statements that it names. */
export async function runSimulation(client: IAMClient, asked: Simulation): Promise<SimulatedDecision[]> {
  const policies = await readNamedPolicies(client, asked.principal);
  const results: EvaluationResult[] = [];
  const pages = paginateSimulatePrincipalPolicy(
    { client },
    {
      PolicySourceArn: asked.principal,
      ActionNames: [...asked.actions],
      ResourceArns: asked.resources.length > 0 ? [...asked.resources] : undefined,
      ContextEntries: asked.context
        .filter(({ key, value }) => key !== "" && value !== "")
        .map(({ key, value }) => ({
          ContextKeyName: key,
          ContextKeyType: "string",
          ContextKeyValues: value.split(",").map((one) => one.trim()),
        })),
      PolicyInputList: asked.further ? [asked.further] : undefined,
    },
  );
  for await (const { EvaluationResults = [] } of pages) results.push(...EvaluationResults);
  const given: NamedPolicy[] = asked.further
    ? [
        {
          name: "The policy that is tried",
          arn: undefined,
          written: asked.further,
          sourceId: "PolicyInputList.1",
        },
      ]
    : [];
  return toDecisions(results, [...policies, ...given]);
}

/** All that a principal holds, and a user by its groups. */
async function readNamedPolicies(client: IAMClient, principal: string): Promise<NamedPolicy[]> {
  const holder = holderOf(principal);
  const groups =
    holder.kind === "user"
      ? ((await client.send(new ListGroupsForUserCommand({ UserName: holder.name }))).Groups ?? [])
      : [];
  const holders = [holder, ...groups.map(({ GroupName = "" }) => ({ kind: "group" as const, name: GroupName }))];
  const found = await Promise.all(
    holders.map(async (one) =>
      (await readHeldPolicies(client, one)).map((policy) => ({
        ...policy,
        sourceId: policy.arn === undefined ? `${one.kind}_${one.name}_${policy.name}` : policy.name,
      })),
    ),
  );
  return found.flat();
}

/** `arn:aws:iam::000000000000:role/path/name`. */
export function holderOf(arn: string): PolicyHolder {
  const [kind = "role", ...rest] = (arn.split(":")[5] ?? "").split("/");
  return { kind: kind as PolicyHolder["kind"], name: rest.at(-1) ?? "" };
}

export function principalProblem(arn: string): string | undefined {
  if (arn === "") return "Choose who it is.";
  return /^arn:aws[\w-]*:iam::\d{12}:(?:user|group|role)\/.+$/.test(arn)
    ? undefined
    : "Enter the ARN of a user, group or role: arn:aws:iam::…:role/name.";
}
