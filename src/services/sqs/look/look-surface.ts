import type { Surface } from "../../surface.ts";
import { whenCalled } from "../../when-called.ts";
import type { SqsState } from "../state.ts";

const answerLook = whenCalled(async () => (await import("./answer-look.ts")).answerLook);

/**
 * A look into a queue that takes nothing out of it, which AWS has not: the path that tools for local clouds know, and what the console's *Look* asks.
 * A client of the SDK whose endpoint this is gets by ReceiveMessage what can be received, with nothing received. See
 * docs/decisions/0059-a-look-into-a-queue.md.
 */
export const lookSurface: Surface<SqsState> = {
  name: "LookIntoQueue",
  hasOwnHosts: false,
  match: ({ path }) => (path.startsWith(pathPrefix) ? lookPath.exec(path)?.[1] : undefined),
  answer: (rest, request, context) => answerLook(rest, request, context),
};

const pathPrefix = "/_aws/sqs/messages";
const lookPath = /^\/_aws\/sqs\/messages((?:\/[^/]+){3}|)\/?$/;
