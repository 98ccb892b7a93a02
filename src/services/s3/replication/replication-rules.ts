import type { ReplicationConfiguration } from "@aws-sdk/client-s3";

/** A bucket's replication as it is stored, JSON, which is read when it is first asked for, and once for each row that is read. */
export class ReplicationRules {
  readonly json: string;
  #configuration: ReplicationConfiguration | undefined;

  constructor(json: string) {
    this.json = json;
  }

  /** As it was put, each rule with an id. */
  get configuration(): ReplicationConfiguration {
    this.#configuration ??= JSON.parse(this.json) as ReplicationConfiguration;
    return this.#configuration;
  }
}
