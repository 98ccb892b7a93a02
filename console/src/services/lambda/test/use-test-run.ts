import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { useState } from "react";
import { useStored } from "../../../live/stored.ts";
import { type Action, useAction } from "../../../live/use-action.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { cloudNowMs } from "../../../text/cloud-clock.ts";
import { parseReport, type Report } from "../report-line.ts";

/** What an invocation from the Test tab gave. */
export interface TestResult {
  readonly invocation: "RequestResponse" | "Event";
  readonly status: number | undefined;
  /** "Unhandled" or "Handled": the function failed. */
  readonly functionError: string | undefined;
  /** Indented, if it is JSON. */
  readonly payload: string;
  readonly log: string;
  readonly report: Report | undefined;
  readonly requestId: string | undefined;
  readonly endedAtMs: number;
}

export interface TestRun {
  readonly result: TestResult | undefined;
  readonly invoke: Action<[event: string, invocation: TestResult["invocation"]]>;
  readonly clear: () => void;
  /** Of a function that keeps its tenants apart: for whom it is run. Kept by this browser. */
  readonly tenant: string;
  readonly setTenant: (tenant: string) => void;
}

export function useTestRun(name: string): TestRun {
  const client = useClient(LambdaClient);
  const [result, setResult] = useState<TestResult>();
  const [tenant, setTenant] = useStored(`lambda.tenant.${name}`, "");
  const invoke = useAction(async (event: string, invocation: TestResult["invocation"]) => {
    setResult(undefined);
    const isWaiting = invocation === "RequestResponse";
    const answer = await client.send(
      new InvokeCommand({
        FunctionName: name,
        InvocationType: invocation,
        ...(isWaiting && { LogType: "Tail" }),
        Payload: new TextEncoder().encode(event),
        TenantId: tenant || undefined,
      }),
    );
    const log = answer.LogResult ? fromBase64(answer.LogResult) : "";
    setResult({
      invocation,
      status: answer.StatusCode,
      functionError: answer.FunctionError,
      payload: indent(new TextDecoder().decode(answer.Payload)),
      log,
      report: log.split("\n").map(parseReport).find(Boolean),
      requestId: answer.$metadata.requestId,
      endedAtMs: cloudNowMs(),
    });
  });
  return {
    result,
    invoke,
    tenant,
    setTenant,
    clear: () => {
      setResult(undefined);
      invoke.clear();
    },
  };
}

function fromBase64(text: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
}

function indent(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), undefined, 2);
  } catch {
    return json;
  }
}
