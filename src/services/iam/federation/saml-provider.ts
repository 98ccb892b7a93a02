import { createPrivateKey } from "node:crypto";
import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { SamlProvider } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import { invalidInput, invalidMetadata, samlProviderNotFound } from "../errors.ts";
import type { IamContext } from "../operation.ts";
import type { TaggedName } from "../tags/tagged-entity.ts";

const hundredYearsMs = 100 * 365 * 24 * 60 * 60 * 1_000;

/** Until when an identity provider's metadata are good. Throws for what is not such a document. */
export function checkMetadata(xml: string, nowMs: number): number {
  const [, attributes = ""] = /<(?:[\w.-]+:)?EntityDescriptor\b([^<>]*)>/.exec(xml) ?? fail(invalidMetadata());
  if (!/\bentityID\s*=/.test(attributes) || !/<(?:[\w.-]+:)?IDPSSODescriptor\b/.test(xml)) throw invalidMetadata();
  if (!/<\/(?:[\w.-]+:)?EntityDescriptor\s*>\s*$/.test(xml)) throw invalidMetadata();
  const [, validUntil] = /\bvalidUntil\s*=\s*["']([^"']+)["']/.exec(attributes) ?? [];
  const validUntilMs = validUntil === undefined ? nowMs + hundredYearsMs : Date.parse(validUntil);
  if (Number.isNaN(validUntilMs)) throw invalidMetadata();
  return validUntilMs;
}

/** A key that opens encrypted assertions. */
export function createSamlKey({ host }: IamContext, pem: string) {
  try {
    createPrivateKey(pem);
  } catch {
    throw invalidInput("The private key is not valid.");
  }
  return { id: host.random.uuid(), pem, createdMs: host.clock.nowMs() };
}

export async function findSamlProvider(tx: ReadTransaction, arn: string): Promise<SamlProvider> {
  return (await entityStore.find(tx, "samlProvider", nameOf(arn))) ?? fail(samlProviderNotFound(arn));
}

export function samlProviderName(arn: string): TaggedName<"samlProvider"> {
  return { kind: "samlProvider", name: nameOf(arn), notFound: () => samlProviderNotFound(arn) };
}

const marker = ":saml-provider/";

function nameOf(arn: string): string {
  return arn.includes(marker) ? arn.slice(arn.indexOf(marker) + marker.length) : arn;
}
