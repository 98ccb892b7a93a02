import { BoundedCache } from "../../platform/bounded-cache.ts";
import type { ServiceHost } from "../service.ts";
import { type PolicyAnswer, readPolicyAnswer } from "./policy-answer.ts";

/** What a function has said of a caller. */
export type FunctionVerdict =
  | { readonly context: Readonly<Record<string, unknown>> | undefined }
  | { readonly refused: "forbidden"; readonly isExplicit: boolean }
  /** The function failed, or said what cannot be understood. */
  | { readonly refused: "failed"; readonly reason: string };

/** A function's answer that may serve for others of the same caller. */
type Answer = PolicyAnswer | { readonly isAuthorized: boolean; readonly context: Record<string, unknown> | undefined };

/** Answers that are kept. */
const mostKept = 10_000;

interface Kept {
  readonly answer: Answer;
  readonly untilMs: number;
}

/** Asks functions who may call, and keeps what they say. Source: "Control access to HTTP APIs with AWS Lambda authorizers". */
export class FunctionAuthorizers {
  readonly #clock: ServiceHost["clock"];
  readonly #kept = new BoundedCache<string, Kept>(mostKept);

  constructor({ clock }: ServiceHost) {
    this.#clock = clock;
  }

  /**
   * `identity` is what the identity sources of the request say. `routeArn` is what a policy of the answer must allow. `ask` invokes the function, and
   * rejects if it fails.
   */
  async judge(
    {
      key,
      identity,
      ttlSeconds,
      isSimple,
      routeArn,
    }: {
      /** The authorizer's, and where it is asked. */
      readonly key: readonly string[];
      readonly identity: readonly string[];
      readonly ttlSeconds: number;
      readonly isSimple: boolean;
      readonly routeArn: string;
    },
    ask: () => Promise<Buffer>,
  ): Promise<FunctionVerdict> {
    const name = JSON.stringify([...key, ...identity]);
    const nowMs = this.#clock.nowMs();
    const kept = ttlSeconds > 0 ? this.#kept.get(name) : undefined;
    if (kept && kept.untilMs > nowMs) return toVerdict(kept.answer, routeArn);
    let answer: Answer;
    try {
      answer = readAnswer(await ask(), isSimple);
    } catch (error) {
      return { refused: "failed", reason: error instanceof Error ? error.message : String(error) };
    }
    if (ttlSeconds > 0) this.#kept.set(name, { answer, untilMs: nowMs + ttlSeconds * 1_000 });
    return toVerdict(answer, routeArn);
  }

  /** What was kept is asked for anew. */
  forget(): void {
    this.#kept.clear();
  }
}

function readAnswer(payload: Buffer, isSimple: boolean): Answer {
  const value: unknown = JSON.parse(payload.toString());
  if (typeof value !== "object" || value === null) throw new Error("the authorizer's answer is no object");
  if (!isSimple) return readPolicyAnswer(value);
  const { isAuthorized, context } = value as Record<string, unknown>;
  if (typeof isAuthorized !== "boolean") throw new Error("the authorizer's answer has no isAuthorized");
  return {
    isAuthorized,
    context: typeof context === "object" && context !== null ? (context as Record<string, unknown>) : undefined,
  };
}

function toVerdict(answer: Answer, routeArn: string): FunctionVerdict {
  if ("isAuthorized" in answer)
    return answer.isAuthorized ? { context: answer.context } : { refused: "forbidden", isExplicit: false };
  const said = answer.says(routeArn);
  return said === "allow" ? { context: answer.context } : { refused: "forbidden", isExplicit: said === "deny" };
}
