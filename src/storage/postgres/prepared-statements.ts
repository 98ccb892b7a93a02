import type { QueryConfig } from "pg";
import type { Parameters, PartitionKey, Statement } from "../database.ts";
import { bindParameters, numberParameters } from "../named-parameters.ts";

// biome-ignore lint/suspicious/noExplicitAny: statements of every type are prepared here.
type AnyStatement = Statement<any, any>;

interface Prepared {
  /** Undefined once there are too many: the statement is then parsed each time. */
  readonly name: string | undefined;
  readonly text: string;
  readonly names: readonly string[];
}

/** Names that connections remember. Each costs memory in every connection's server process. */
const mostNames = 2_000;

/** Turns statements into what the driver sends: each is compiled once and prepared once on each connection. */
export class PreparedStatements {
  readonly #ofWrites = new WeakMap<AnyStatement, Prepared>();
  readonly #ofReads = new WeakMap<AnyStatement, Prepared>();
  readonly #names = new Map<string, string>();

  toWrite(statement: AnyStatement, parameters: Parameters, partition: number): QueryConfig {
    let prepared = this.#ofWrites.get(statement);
    if (!prepared) {
      prepared = this.#prepare(numberParameters(statement.text, "$"));
      this.#ofWrites.set(statement, prepared);
    }
    const { name, text, names } = prepared;
    return { name, text, values: bindParameters(statement, names, parameters, partition) };
  }

  /** A read finds its partition by the key, in the same snapshot and without a round trip of its own. */
  toRead(statement: AnyStatement, parameters: Parameters, key: PartitionKey): QueryConfig {
    let prepared = this.#ofReads.get(statement);
    if (!prepared) {
      prepared = this.#prepare(numberParameters(statement.text, "$", byKey));
      this.#ofReads.set(statement, prepared);
    }
    const { name, text, names } = prepared;
    const values = bindParameters(statement, names, parameters, 0);
    return { name, text, values: [key.kind, key.account, key.region, key.name, ...values] };
  }

  #prepare({ text, names }: { text: string; names: readonly string[] }): Prepared {
    const known = this.#names.get(text);
    if (known) return { name: known, text, names };
    const name = this.#names.size < mostNames ? `s${this.#names.size}` : undefined;
    if (name) this.#names.set(text, name);
    return { name, text, names };
  }
}

const byKey = {
  first: 5,
  substitutes: {
    partition: "(SELECT id FROM squall_partitions WHERE kind = $1 AND account = $2 AND region = $3 AND name = $4)",
  },
};
