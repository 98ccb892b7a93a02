import type { Surface } from "../surface.ts";
import { whenCalled } from "../when-called.ts";
import type { SnsState } from "./state.ts";

/** `/_aws/sns/…`: the certificate that messages are signed with, and the mails, text messages and pushes that have been left here. */
export const surfaces: readonly Surface<SnsState>[] = [
  {
    name: "SnsOutbox",
    hasOwnHosts: false,
    match: ({ path }) => (path.startsWith("/_aws/sns/") ? path : undefined),
    answer: whenCalled(async () => (await import("./outbox/outbox-surfaces.ts")).answerPath),
  },
];
