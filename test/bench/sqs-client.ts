import { Agent, request } from "node:http";

export type Answer = Readonly<Record<string, unknown>>;

/** A service that speaks JSON, as its requests name it. */
export interface Api {
  readonly service: string;
  readonly target: string;
  readonly version?: "1.0" | "1.1";
}

const sqsApi: Api = { service: "sqs", target: "AmazonSQS" };

/** A client of SQS, SNS or EventBridge that costs little: the SDK's own would take more of the machine than the server. */
export function connect(port: number, { service, target, version = "1.0" }: Api = sqsApi) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const call = (operation: string, input: object) =>
    new Promise<Answer>((resolve, reject) => {
      const body = JSON.stringify(input);
      const headers = {
        "content-type": `application/x-amz-json-${version}`,
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
        "x-amz-target": `${target}.${operation}`,
        "content-length": Buffer.byteLength(body),
      };
      const sent = request({ port, host: "127.0.0.1", method: "POST", path: "/", headers, agent }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => {
          if (response.statusCode === 200) resolve(text === "" ? {} : (JSON.parse(text) as Answer));
          else reject(new Error(`${operation} was answered ${response.statusCode}: ${text}`));
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  return { call, close: () => agent.destroy() };
}
