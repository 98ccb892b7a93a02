import { STSClient } from "@aws-sdk/client-sts";
import { signedFetch } from "../../aws/signed-fetch.ts";
import type { FindResources } from "../../shell/console-service.ts";

/** What the labs' texts say of it: the lab, and the step that has the words in it. */
export const findResources: FindResources = async ({ text, client, abortSignal }) => {
  const sts = client(STSClient);
  const signed = { service: "sts", region: await sts.config.region(), path: "/_squall/labs", query: { search: text } };
  const answer = await signedFetch(sts, signed, abortSignal);
  const { found } = (await answer.json()) as { found: readonly FoundLab[] };
  return found.map(({ name, title, step }) => ({
    name: step === undefined ? title : `${title}: ${step}`,
    kind: "Lab",
    href: `/console/labs/${name}`,
  }));
};

interface FoundLab {
  readonly name: string;
  readonly title: string;
  readonly step?: string;
}
