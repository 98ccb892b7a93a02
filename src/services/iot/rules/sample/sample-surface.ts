import type { Surface } from "../../../surface.ts";
import { whenCalled } from "../../../when-called.ts";
import type { IotState } from "../../state.ts";

const answerSample = whenCalled(async () => (await import("./answer-sample.ts")).answerSample);

/**
 * A rule held against a sample message, for which AWS has no operation: what its statement makes of it, and what its actions would be, with nothing carried
 * out. See docs/decisions/0090-pages-from-descriptions.md.
 */
export const sampleSurface: Surface<IotState> = {
  name: "TestTopicRule",
  hasOwnHosts: false,
  match: ({ path, method }) => (path === "/_aws/iot/test-rule" && method === "POST" ? "rule" : undefined),
  refusesAsApi: true,
  answer: (_resource, request, context) => answerSample(request, context),
};
