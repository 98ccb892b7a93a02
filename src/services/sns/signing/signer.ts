import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import type { ServiceHost } from "../../service.ts";
import { createCertificate, type SigningCertificate } from "./certificate.ts";
import { certificateKey, certificateStore } from "./certificate-store.ts";

/** What is signed of a message, in the order of the names. Source: "Verifying the signatures of Amazon SNS messages". */
export interface SignedFields {
  readonly Message: string;
  readonly MessageId: string;
  readonly Subject?: string | undefined;
  readonly SubscribeURL?: string;
  readonly Timestamp: string;
  readonly Token?: string;
  readonly TopicArn: string;
  readonly Type: string;
}

/**
 * Signs messages with the one key of all servers on the database, which whoever needs it first makes. Signing costs more than the rest of a delivery, so it is
 * done by Node's own threads.
 */
export class Signer {
  readonly #host: Pick<ServiceHost, "storage" | "clock" | "random" | "config">;
  #loading: Promise<LoadedKey> | undefined;

  constructor(host: Pick<ServiceHost, "storage" | "clock" | "random" | "config">) {
    this.#host = host;
  }

  /** The signature in base64, and where the certificate is. Version 1 signs by SHA1, version 2 by SHA256. */
  async sign(fields: SignedFields, version: "1" | "2"): Promise<{ readonly signature: string; readonly url: string }> {
    const { key, certificate } = await this.#load();
    const text = Buffer.from(names.map((name) => lineOf(name, fields[name])).join(""));
    const signature = await new Promise<Buffer>((resolve, reject) => {
      sign(version === "2" ? "sha256" : "sha1", text, key, (error, made) => (error ? reject(error) : resolve(made)));
    });
    return { signature: signature.toString("base64"), url: this.#urlOf(certificate) };
  }

  /** In PEM; undefined for another name. */
  async certificate(id: string): Promise<string | undefined> {
    const { certificate } = await this.#load();
    return certificate.id === id ? certificate.certificate : undefined;
  }

  /** The database has been emptied. */
  forget(): void {
    this.#loading = undefined;
  }

  #urlOf({ id }: SigningCertificate): string {
    return `${this.#host.config.endpoint()}${certificatePath}${id}.pem`;
  }

  async #load(): Promise<LoadedKey> {
    this.#loading ??= this.#loadOnce();
    try {
      return await this.#loading;
    } catch (error) {
      this.#loading = undefined;
      throw error;
    }
  }

  async #loadOnce(): Promise<LoadedKey> {
    const partition = this.#host.storage.partition(certificateKey);
    let certificate = await partition.read((tx) => certificateStore.find(tx));
    if (!certificate) {
      const made = await createCertificate(this.#host);
      certificate = await partition.write(async (tx) => {
        const others = await certificateStore.find(tx);
        if (!others) await certificateStore.add(tx, made);
        return others ?? made;
      });
    }
    return { certificate, key: createPrivateKey(certificate.privateKey) };
  }
}

interface LoadedKey {
  readonly certificate: SigningCertificate;
  readonly key: KeyObject;
}

/** Where the certificate is served, before its name. */
export const certificatePath = "/_aws/sns/SimpleNotificationService-";

const names = ["Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"] as const;

function lineOf(name: string, value: string | undefined): string {
  return value === undefined ? "" : `${name}\n${value}\n`;
}
