import { STSClient } from "@aws-sdk/client-sts";
import { signedFetch } from "../../aws/signed-fetch.ts";
import { useSession } from "../../shell/session-provider.tsx";

/** A line of the list of labs. */
export interface LabSummary {
  readonly name: string;
  readonly title: string;
  readonly minutes?: number;
  readonly steps: number;
  readonly done: number;
  readonly startedMs?: number;
  /** Why it cannot be used, for who writes it. */
  readonly faults: readonly string[];
  /** It needs what this server does not have yet. */
  readonly isUnbuilt: boolean;
}

export interface Lab {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly minutes?: number;
  readonly startedMs?: number;
  readonly region: string;
  readonly isPrepared: boolean;
  readonly isDone: boolean;
  readonly steps: readonly LabStep[];
  /** What is left to delete, once every step is done. */
  readonly left?: readonly string[];
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

export interface LabStep {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly doneMs?: number;
  /** What was found and what to do. */
  readonly says?: string;
}

export interface LabsApi {
  list(signal: AbortSignal): Promise<readonly LabSummary[]>;
  /** Looks at the facts: a step that is done is ticked by it. */
  get(name: string, signal: AbortSignal): Promise<Lab>;
  start(name: string): Promise<Lab>;
  clean(name: string): Promise<{ readonly deleted: readonly string[]; readonly failed: readonly string[] }>;
  reset(name: string): Promise<unknown>;
  file(name: string, path: string): Promise<Blob>;
}

/**
 * Labs are Squall's own: AWS has no API for them. They look at AWS's APIs as the caller, so requests are signed as those to STS, which says who
 * somebody is.
 */
export function useLabs(): LabsApi {
  const { client, region } = useSession();
  const ask = (method: "GET" | "POST", path: string, query: Readonly<Record<string, string>>, signal?: AbortSignal) =>
    signedFetch(client(STSClient), { service: "sts", region, method, path: `/_squall/labs${path}`, query }, signal);
  const json = async <T>(answer: Promise<Response>) => (await (await answer).json()) as T;
  return {
    list: async (signal) => (await json<{ labs: readonly LabSummary[] }>(ask("GET", "", {}, signal))).labs,
    get: (name, signal) => json(ask("GET", `/${name}`, {}, signal)),
    start: (name) => json(ask("POST", `/${name}/start`, {})),
    clean: (name) => json(ask("POST", `/${name}/clean`, {})),
    reset: (name) => json(ask("POST", `/${name}/reset`, {})),
    file: async (name, path) => (await ask("GET", `/${name}/file`, { path })).blob(),
  };
}
