import {
  type FunctionConfiguration,
  GetFunctionCommand,
  type GetFunctionCommandOutput,
  GetPolicyCommand,
  LambdaClient,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import { isNotFound, isNotImplemented } from "../../aws/errors.ts";
import { type Live, useLive } from "../../live/use-live.ts";
import { type LiveList, useLiveList } from "../../live/use-live-list.ts";
import { useClient } from "../../shell/session-provider.tsx";

export function useFunctions(): LiveList<FunctionConfiguration> {
  const client = useClient(LambdaClient);
  return useLiveList("lambda/functions", async (Marker, abortSignal) => {
    const { Functions = [], NextMarker } = await client.send(new ListFunctionsCommand({ Marker }), { abortSignal });
    return { items: Functions, next: NextMarker };
  });
}

export function useFunction(name: string): Live<GetFunctionCommandOutput> {
  const client = useClient(LambdaClient);
  return useLive(`lambda/function/${name}`, (abortSignal) =>
    client.send(new GetFunctionCommand({ FunctionName: name }), { abortSignal }),
  );
}

/** A statement of a function's resource-based policy. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A policy that is not there is looked for less often: AWS answers that with an error, which browsers write to their console. */
const usualPauseMs = 900;
const absentPauseMs = 15_000;

/** Empty for a function without a policy. */
export function usePolicy(name: string): Live<readonly PolicyStatement[]> {
  const client = useClient(LambdaClient);
  return useLive(
    `lambda/policy/${name}`,
    async (abortSignal) => {
      try {
        const { Policy = "{}" } = await client.send(new GetPolicyCommand({ FunctionName: name }), { abortSignal });
        return (JSON.parse(Policy) as { Statement?: PolicyStatement[] }).Statement ?? [];
      } catch (error) {
        if (isNotFound(error) && !isNotImplemented(error)) return [];
        throw error;
      }
    },
    { everyMs: (statements) => (statements?.length === 0 ? absentPauseMs : usualPauseMs) },
  );
}

/** The ARN's parts that a trigger or a policy names: bucket, queue, rule. */
export function sourceOf(statement: PolicyStatement): string | undefined {
  const condition = Object.values(statement.Condition ?? {}).flatMap((entries) => Object.entries(entries));
  return condition.find(([key]) => key.toLowerCase() === "aws:sourcearn")?.[1];
}
