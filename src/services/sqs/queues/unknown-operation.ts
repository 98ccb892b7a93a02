import type { Surface } from "../../surface.ts";
import type { SqsState } from "../state.ts";
import { queuePath } from "./wire-habits.ts";

/** A GET of a queue's URL that asks for no action, signed for SQS: others may mean a bucket whose name is a number. */
export const unknownOperation: Surface<SqsState> = {
  name: "UnknownOperation",
  hasOwnHosts: false,
  match: ({ method, path, query, headers }) => {
    if (method !== "GET" || !queuePath.test(path) || query.some(([name]) => name === "Action")) return undefined;
    const scope = headers.authorization ?? query.find(([name]) => name === "X-Amz-Credential")?.[1];
    return scope?.includes("/sqs/aws4_request") ? path : undefined;
  },
  answer: async () => ({
    status: 404,
    headers: { "Content-Type": "application/xml" },
    body: "<UnknownOperationException/>\n",
  }),
};
