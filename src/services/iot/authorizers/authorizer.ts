import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { resourceNotFound } from "../errors.ts";
import { RecordStore } from "../registry/record-store.ts";
import { iotArn } from "../registry/registry.ts";

/** A function that says who connects, and what they may. Source: "Custom authentication". */
export interface Authorizer {
  readonly functionArn: string;
  /** Where the token is that is signed: a header's or a parameter's name. */
  readonly tokenKeyName: string | undefined;
  /** PEM, by their names. */
  readonly publicKeys: Readonly<Record<string, string>>;
  readonly status: "ACTIVE" | "INACTIVE";
  readonly signingDisabled: boolean;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

export const authorizers = new RecordStore<Authorizer>("authorizer");
const settings = new RecordStore<{ readonly authorizer: string }>("settings");
const defaultName = "default-authorizer";

/** The one that is asked where a client names none. */
export const defaultAuthorizer = {
  find: async (tx: ReadTransaction): Promise<string | undefined> => (await settings.find(tx, defaultName))?.authorizer,
  put: (tx: Parameters<typeof settings.put>[0], authorizer: string) => settings.put(tx, defaultName, { authorizer }),
  remove: (tx: Parameters<typeof settings.remove>[0]) => settings.remove(tx, defaultName),
};

export function authorizerArn(at: Place, name: string): string {
  return iotArn(at, `authorizer/${name}`);
}

export async function findAuthorizer(tx: ReadTransaction, name: string): Promise<Authorizer> {
  const found = await authorizers.find(tx, name);
  if (!found) throw resourceNotFound(`Authorizer ${name} not found`);
  return found;
}

export function toAuthorizer(at: Place, name: string, authorizer: Authorizer) {
  return {
    authorizerName: name,
    authorizerArn: authorizerArn(at, name),
    authorizerFunctionArn: authorizer.functionArn,
    tokenKeyName: authorizer.tokenKeyName,
    tokenSigningPublicKeys: { ...authorizer.publicKeys },
    status: authorizer.status,
    creationDate: new Date(authorizer.createdMs),
    lastModifiedDate: new Date(authorizer.modifiedMs),
    signingDisabled: authorizer.signingDisabled,
    enableCachingForHttp: false,
  };
}
