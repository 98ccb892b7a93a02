import type { IotDataContext } from "../data/operation.ts";
import type { ShadowAnswer } from "./change-shadow.ts";
import { deleteShadow, getShadow, updateShadow } from "./change-shadow.ts";
import { type ShadowName, shadowTopic } from "./shadow.ts";
import { toAwsError } from "./to-aws-error.ts";

const verbs = { get: getShadow, update: updateShadow, delete: deleteShadow } as const;

interface Asked {
  readonly thingName?: string | undefined;
  readonly shadowName?: string | undefined;
  readonly payload?: unknown;
}

/** What is asked by HTTP. Whoever subscribes to a shadow's topics sees what was changed there, too. */
export async function answerRequest(
  verb: keyof typeof verbs,
  { thingName = "", shadowName = "", payload }: Asked,
  { account, region, host, state }: IotDataContext,
): Promise<{ payload: Uint8Array }> {
  const name: ShadowName = { account, region, thing: thingName, shadow: shadowName };
  let answer: ShadowAnswer;
  try {
    answer = await verbs[verb](host, name, (payload as Uint8Array | undefined) ?? new Uint8Array());
  } catch (error) {
    throw toAwsError(error);
  }
  const bytes = Buffer.from(JSON.stringify(answer));
  if (verb !== "get")
    await state.broker.publish({
      account,
      region,
      topic: `${shadowTopic(name)}/${verb}/accepted`,
      payload: bytes,
      qos: 0,
      retain: false,
      publishedMs: host.clock.nowMs(),
      properties: undefined,
      source: {},
    });
  return { payload: bytes };
}
