// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are written so.
import type { CreateJobRequest } from "@aws-sdk/client-iot";
import { invalidRequest, notSupported, resourceNotFound } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IotContext } from "../operation.ts";
import { things } from "../things/thing.ts";

/** What jobs have on AWS and not here. */
const notBuilt = ["namespaceId", "documentParameters", "destinationPackageVersions"] as const;

/** Throws for what no job could be made of. */
export function checkJob(input: Partial<CreateJobRequest>): void {
  for (const name of notBuilt) if (input[name] !== undefined) throw notSupported(`${name} of jobs`);
  const { schedulingConfig } = input;
  if (schedulingConfig?.maintenanceWindows?.length) throw notSupported("maintenance windows of jobs");
  if (input.jobTemplateArn === undefined) checkDocument(input);
  else if (input.document !== undefined || input.documentSource !== undefined)
    throw invalidRequest("A job has its document from a job template or says it itself, not both.");
  const { startTime, endTime, endBehavior } = schedulingConfig ?? {};
  for (const time of [startTime, endTime])
    if (time !== undefined && Number.isNaN(Date.parse(time))) throw invalidRequest(`${time} is no time.`);
  if (endBehavior !== undefined && endTime === undefined && endBehavior !== "STOP_ROLLOUT" && startTime !== undefined)
    throw invalidRequest("The endBehavior needs an endTime.");
}

export function checkDocument({
  document,
  documentSource,
}: Pick<CreateJobRequest, "document" | "documentSource">): void {
  if (document !== undefined && documentSource !== undefined)
    throw invalidRequest("A job has a document or the source of one, not both.");
  if (document === undefined && documentSource === undefined) throw invalidRequest("A job needs a document.");
}

/** Things must be there; groups are asked when their turn comes. */
export async function checkTargets(targets: readonly string[], context: IotContext): Promise<void> {
  const names = targets.map((target) => {
    const [, kind, name = ""] = /^arn:[^:]+:iot:[^:]*:\d{12}:(thing|thinggroup)\/(.+)$/.exec(target) ?? [];
    if (kind === undefined) throw invalidRequest(`${target} is no thing and no group of things.`);
    return { kind, name };
  });
  await context.state.registry.read(context, async (tx) => {
    for (const { kind, name } of names)
      if (kind === "thing" && !(await things.find(tx, name))) throw resourceNotFound(`Thing ${name} not found`);
  });
}

/** The document itself: what a source names is read once, in the caller's name. */
export async function documentOf(
  { document, documentSource }: Partial<CreateJobRequest>,
  context: IotContext,
): Promise<string> {
  const text = document ?? (await readSource(documentSource ?? "", context));
  if (Buffer.byteLength(text) > limits.jobDocumentBytes)
    throw invalidRequest(`A job document may have ${limits.jobDocumentBytes} bytes at the most.`);
  // They would have to be signed for each device.
  if (text.includes("${aws:iot:s3-presigned-url")) throw notSupported("presigned URLs in job documents");
  return text;
}

async function readSource(source: string, context: IotContext): Promise<string> {
  const url = URL.canParse(source) ? new URL(source) : undefined;
  const [, virtual] = /^(.+)\.s3[.-]/.exec(url?.hostname ?? "") ?? [];
  const path = decodeURIComponent(url?.pathname.slice(1) ?? "");
  const slash = path.indexOf("/");
  const place =
    virtual === undefined
      ? { Bucket: path.slice(0, slash), Key: path.slice(slash + 1) }
      : { Bucket: virtual, Key: path };
  if (!url || place.Bucket === "" || place.Key === "") throw invalidRequest(`${source} is no object of S3.`);
  try {
    const { Body } = await context.call("s3", "GetObject", place);
    const body = Body as unknown as Uint8Array | AsyncIterable<Buffer>;
    if (body instanceof Uint8Array) return Buffer.from(body).toString("utf8");
    const chunks: Buffer[] = [];
    let left: number = limits.jobDocumentBytes;
    for await (const chunk of body) {
      chunks.push(chunk);
      left -= chunk.length;
      if (left < 0) break;
    }
    return Buffer.concat(chunks).toString("utf8");
  } catch (error) {
    throw invalidRequest(
      `The document source ${source} cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}
