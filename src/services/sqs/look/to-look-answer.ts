import type { Message, MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { AwsError } from "../../../platform/aws-error.ts";
import type { SurfaceAnswer, SurfaceRequest } from "../../surface.ts";

type Tree = { readonly [name: string]: string | Tree | readonly Tree[] | undefined };

/** As ReceiveMessage answers: to who speaks JSON in JSON, else in XML, which `Accept: application/json` makes JSON of the same form. */
export function toLookAnswer(request: SurfaceRequest, messages: readonly Message[]): SurfaceAnswer {
  if (speaksJson(request)) return jsonAnswer(200, { Messages: messages.map(toJsonMessage) }, request.requestId);
  return treeAnswer(request, 200, {
    ReceiveMessageResponse: {
      ReceiveMessageResult: { Message: messages.map(toTree) },
      ResponseMetadata: { RequestId: request.requestId },
    },
  });
}

export function toLookRefusal(request: SurfaceRequest, error: AwsError): SurfaceAnswer {
  const { code, message } = error;
  const status = error.status ?? 400;
  if (speaksJson(request)) return jsonAnswer(status, { __type: code, message }, request.requestId);
  const Code = code === "QueueDoesNotExist" ? "AWS.SimpleQueueService.NonExistentQueue" : code;
  return treeAnswer(request, status, {
    ErrorResponse: { Error: { Type: "Sender", Code, Message: message }, RequestId: request.requestId },
  });
}

function speaksJson({ headers }: SurfaceRequest): boolean {
  return headers["content-type"]?.startsWith("application/x-amz-json") ?? false;
}

function jsonAnswer(status: number, body: unknown, requestId: string): SurfaceAnswer {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": requestId };
  return { status, headers, body: JSON.stringify(body) };
}

function treeAnswer({ headers, requestId }: SurfaceRequest, status: number, tree: Tree): SurfaceAnswer {
  const identity = { "x-amzn-requestid": requestId };
  if (headers.accept?.includes("application/json"))
    return { status, headers: { "content-type": "application/json", ...identity }, body: JSON.stringify(single(tree)) };
  const [root = ""] = Object.keys(tree);
  const xml = toXml(tree).replace(`<${root}>`, `<${root} xmlns="http://queue.amazonaws.com/doc/2012-11-05/">`);
  const body = `<?xml version="1.0"?>\n${xml}`;
  return { status, headers: { "content-type": "text/xml", ...identity }, body };
}

/** What XML says of a list of one: it is that one. */
function single(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => {
      if (Array.isArray(value)) return [name, value.length === 1 ? single(value[0]) : value.map(single)];
      return [name, typeof value === "object" ? single(value as Tree) : value];
    }),
  );
}

function toXml(tree: Tree): string {
  return Object.entries(tree)
    .flatMap(([name, value]) => {
      const all = value === undefined ? [] : Array.isArray(value) ? value : [value];
      return all.map((one) => `<${name}>${typeof one === "string" ? escapeXml(one) : toXml(one)}</${name}>`);
    })
    .join("");
}

function escapeXml(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => entities[character] ?? character);
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;" };

function toJsonMessage({ MessageAttributes, ...message }: Message) {
  const attributes = Object.entries(MessageAttributes ?? {}).map(([name, value]) => [name, withText(value)]);
  return attributes.length > 0 ? { ...message, MessageAttributes: Object.fromEntries(attributes) } : message;
}

function withText({ DataType, StringValue, BinaryValue }: MessageAttributeValue) {
  return {
    DataType,
    StringValue,
    BinaryValue: BinaryValue && Buffer.from(BinaryValue).toString("base64"),
  };
}

function toTree(message: Message): Tree {
  const { MessageId, ReceiptHandle, MD5OfBody, Body, MD5OfMessageAttributes } = message;
  return {
    MessageId,
    ReceiptHandle,
    MD5OfBody,
    Body,
    Attribute: Object.entries(message.Attributes ?? {}).map(([Name, Value]) => ({ Name, Value })),
    MD5OfMessageAttributes,
    MessageAttribute: Object.entries(message.MessageAttributes ?? {}).map(([Name, value]) => ({
      Name,
      Value: withText(value),
    })),
  };
}
