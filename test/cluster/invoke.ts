import { Agent, request } from "node:http";
import type { ClusterNode } from "./cluster.ts";

export interface Answer {
  readonly status: number;
  /** The error's code, or the function's error; undefined where there is none. */
  readonly error: string | undefined;
  readonly body: string;
}

export interface InvokeOptions {
  readonly type?: "RequestResponse" | "Event";
  readonly qualifier?: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** Invokes a function through one node, without the SDK's costs and retries. Rejects where no answer came. */
export function invoke(
  { port }: Pick<ClusterNode, "port">,
  functionName: string,
  event: unknown,
  { type = "RequestResponse", qualifier }: InvokeOptions = {},
): Promise<Answer> {
  const query = qualifier === undefined ? "" : `?Qualifier=${encodeURIComponent(qualifier)}`;
  const path = `/2015-03-31/functions/${functionName}/invocations${query}`;
  const headers = { "x-amz-invocation-type": type, "content-type": "application/json", authorization };
  return new Promise((resolve, reject) => {
    const call = request({ host: "127.0.0.1", port, method: "POST", path, headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => {
        const error = answer.headers["x-amzn-errortype"] ?? answer.headers["x-amz-function-error"];
        resolve({
          status: answer.statusCode ?? 0,
          error: Array.isArray(error) ? error[0] : error,
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    call.on("error", reject);
    call.end(JSON.stringify(event));
  });
}

/** In the open mode any signature passes. */
const authorization =
  "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0";

/** What a function of these tests says of each of its runs. */
export interface Run {
  /** Seconds of the machine's steady clock, the same for all processes. */
  readonly began: number;
  readonly ended: number;
  /** The node's port. */
  readonly node: number;
  readonly type: string;
}

/** Sleeps as long as its event says, and says when it was at work and for whom. */
export const witnessSource = `
import os, time
from urllib.parse import urlparse

node = urlparse(os.environ["AWS_ENDPOINT_URL"]).port

def handler(event, context):
    began = time.monotonic()
    time.sleep(event.get("sleep", 0))
    return {"began": began, "ended": time.monotonic(), "node": node, "type": os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]}
`;

/** The most of them that were at work at the same time. */
export function mostAtOnce(runs: readonly Run[]): number {
  const changes = runs.flatMap(({ began, ended }) => [
    { at: began, by: 1 },
    { at: ended, by: -1 },
  ]);
  // What ends at the very time at which another begins is not beside it.
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  let most = 0;
  for (const { by } of changes) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}
