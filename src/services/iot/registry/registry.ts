import { partitionOf } from "../../../platform/arn.ts";
import type { Database, PartitionKey, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";

export const registryKind = "iot.registry";

/** All records and links of an account and region. */
export function registryKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: registryKind, name: "" };
}

/** `thing/NAME`, `cert/ID`, … */
export function iotArn({ account, region }: Place, resource: string): string {
  return `arn:${partitionOf(region)}:iot:${region}:${account}:${resource}`;
}

/** What is known of devices and of those who may speak for them. */
export class Registry {
  readonly #storage: Database;

  constructor({ storage }: Pick<ServiceHost, "storage">) {
    this.#storage = storage;
  }

  read<T>(at: Place, work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    return this.#storage.partition(registryKey(at)).read(work);
  }

  write<T>(at: Place, work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return this.#storage.partition(registryKey(at)).write(work);
  }
}
