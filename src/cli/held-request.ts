import { randomBytes } from "node:crypto";
import { closeSync, openSync, rmSync } from "node:fs";
import type { ClientRequest, IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../config.ts";
import { http } from "../platform/node-http.ts";
import { proofName } from "../platform/proof-name.ts";

/** A file that shows the server that its caller is a user of its machine and none of its functions. */
export function makeProof(): { secret: string; remove: () => void } {
  const secret = randomBytes(16).toString("hex");
  const path = join(tmpdir(), proofName(secret));
  closeSync(openSync(path, "wx", 0o600));
  return { secret, remove: () => rmSync(path, { force: true }) };
}

export function post(endpoint: string, path: string, body: object): ClientRequest {
  const sent = http.request(new URL(path, endpoint), {
    method: "POST",
    headers: { "content-type": "application/json" },
  });
  sent.end(JSON.stringify(body));
  return sent;
}

export function responseOf(sent: ClientRequest, endpoint: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once("response", resolve);
    sent.on("error", () =>
      reject(
        new ConfigError(`nothing answers at ${endpoint}: start it with \`npm start\`, or name it with --endpoint.`),
      ),
    );
  });
}

export async function messageOf(response: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += chunk;
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text;
  }
}
