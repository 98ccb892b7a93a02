import { isJson } from "../../../platform/is-json.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { callAs } from "../../targets/caller.ts";
import type { ProvisioningHook } from "./provisioning-template.ts";

export interface HookQuestion {
  readonly claimCertificateId: string;
  readonly certificateId: string;
  readonly certificatePem: string;
  readonly templateArn: string;
  readonly clientId: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Source: "Pre-provisioning hooks": the function has this long. */
const mostMs = 5_000;

/** What the function has put in the place of parameters; undefined where it does not let the device in, or has failed. */
export async function askHook(
  { targetArn }: ProvisioningHook,
  question: HookQuestion,
  at: Place,
  host: ServiceHost,
): Promise<Readonly<Record<string, string>> | undefined> {
  const source = { ...at, arn: question.templateArn };
  const caller = { service: "iot.amazonaws.com" };
  const late = new AbortController();
  const timer = host.clock.afterMachine(mostMs, () => late.abort());
  try {
    return await callAs(host, caller, { source, at, signal: late.signal }, async (as) => {
      const input = { FunctionName: targetArn, Payload: Buffer.from(JSON.stringify(question)) };
      const { Payload = "", FunctionError } = await host.call("lambda", "Invoke", input, as);
      const text = Buffer.from(Payload).toString();
      if (FunctionError !== undefined || !isJson(text)) return undefined;
      const { allowProvisioning, parameterOverrides } = (JSON.parse(text) ?? {}) as Record<string, unknown>;
      if (allowProvisioning !== true) return undefined;
      const overrides = Object.entries((parameterOverrides as object | undefined) ?? {});
      return Object.fromEntries(overrides.map(([key, value]) => [key, String(value)]));
    });
  } catch (error) {
    host.log.warn("a pre-provisioning hook could not be asked", { function: targetArn, error: String(error) });
    return undefined;
  } finally {
    timer.cancel();
  }
}
