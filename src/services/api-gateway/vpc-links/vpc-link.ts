import type { VpcLink } from "@aws-sdk/client-api-gateway";
import { parseArn } from "../../../platform/arn.ts";
import { invalid } from "../errors.ts";
import type { VpcLinkRecord } from "../parts/part.ts";
import { badPath, onlyReplaces, type Patch } from "../parts/patch.ts";

/** A link is ready that long after it was asked for. */
const readyAfterMs = 2_000;

/** Throws what AWS refuses of a link. Source: "CreateVpcLink", and recorded answers. */
export function checkVpcLink({ name = "", targetArns = [] }: VpcLinkRecord): void {
  if (name === "") throw invalid("Name cannot be empty");
  if (targetArns.length !== 1) throw invalid("Exactly one target ARN must be specified");
  for (const arn of targetArns) {
    const parsed = parseArn(arn);
    if (!parsed) throw invalid(`Invalid ARN. ARN is not well formed ${arn}`);
    if (parsed.service !== "elasticloadbalancing") throw invalid(`Invalid ARN. ARN is not of a load balancer: ${arn}`);
  }
}

/** As it goes to a client: `PENDING` at first. */
export function toVpcLink({ createdMs, ...rest }: VpcLinkRecord, nowMs: number): VpcLink {
  if (nowMs - createdMs < readyAfterMs) return { ...rest, status: "PENDING" };
  return { ...rest, status: "AVAILABLE", statusMessage: "Your vpc link is ready for use" };
}

export function patchVpcLink(link: VpcLinkRecord, patch: Patch): VpcLinkRecord {
  const [first] = patch.steps;
  if (first !== "name" && first !== "description") throw badPath(patch);
  onlyReplaces(patch);
  return { ...link, [first]: patch.value ?? "" };
}
