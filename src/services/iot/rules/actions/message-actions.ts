import type { ActionCall } from "./action-call.ts";

/** As it is, or (`JSON`) with a text for each protocol. Source: "SNS". */
export async function publishTopic({ host, as, text, output }: ActionCall): Promise<void> {
  const TargetArn = text("targetArn");
  const MessageStructure = text("messageFormat") === "JSON" ? "json" : undefined;
  await host.call("sns", "Publish", { TargetArn, Message: output.toString("utf8"), MessageStructure }, as);
}

/** Source: "SQS". */
export async function sendMessage({ host, as, settings, text, output }: ActionCall): Promise<void> {
  const encoding = settings.useBase64 === true ? "base64" : "utf8";
  await host.call("sqs", "SendMessage", { QueueUrl: text("queueUrl"), MessageBody: output.toString(encoding) }, as);
}
