import type { Json } from "../../../cluster/cluster.ts";
import { askOthers } from "../../ask-others.ts";
import { toPageToken } from "../../page-token.ts";
import type { OperationOutput, Place, ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { Logs } from "../model.ts";
import type { Queries } from "./queries.ts";
import type { Query } from "./query.ts";

/** What GetQueryResults and StopQuery ask for. */
interface QueryQuestion {
  readonly place: Place;
  readonly id: string;
  readonly from: number;
  /** Rows from there; all that there may be without it. */
  readonly rows?: number | undefined;
}

export type QueryResults = OperationOutput<Logs, "GetQueryResults">;
export type QueryInfo = NonNullable<OperationOutput<Logs, "DescribeQueries">["queries"]>[number];

/** A query runs, and its results are kept, at the node where it was started: each answers for its own and asks the others for theirs. */
export class QueryAnswers {
  readonly #host: Pick<ServiceHost, "nodes" | "peers">;
  readonly #queries: Queries;

  constructor(host: Pick<ServiceHost, "nodes" | "peers">, queries: Queries) {
    this.#host = host;
    this.#queries = queries;
    const { peers } = host;
    peers.answer(kinds.results, async (asked) => toJson(this.#ownResults(asked as unknown as QueryQuestion)));
    peers.answer(kinds.stop, async (asked) => toJson(this.#stopOwn(asked as unknown as QueryQuestion)));
    peers.answer(kinds.list, async (asked) => toJson(this.#ownList(asked as unknown as Place)));
  }

  /** Undefined if no node knows the query. */
  async results(question: QueryQuestion): Promise<QueryResults | undefined> {
    return this.#ownResults(question) ?? (await this.#elsewhere(kinds.results, question));
  }

  /** False for one that has ended already, undefined if no node knows it. */
  async stop(question: QueryQuestion): Promise<boolean | undefined> {
    return this.#stopOwn(question) ?? (await this.#elsewhere(kinds.stop, question));
  }

  /** Of all nodes, the newest first. */
  async list({ account, region }: Place): Promise<readonly ListedQuery[]> {
    const place = { account, region };
    const others = (await askOthers(this.#host, kinds.list, place)) as unknown as ListedQuery[][];
    const all = [this.#ownList(place), ...others].flat();
    return others.length === 0 ? all : all.sort((a, b) => (b.info.createTime ?? 0) - (a.info.createTime ?? 0));
  }

  #ownResults({ place, id, from, rows = limits.insightsRows }: QueryQuestion): QueryResults | undefined {
    const query = this.#queries.find(place, id);
    return query && toResults(query, from, from + rows);
  }

  #stopOwn({ place, id }: QueryQuestion): boolean | undefined {
    const query = this.#queries.find(place, id);
    return query && this.#queries.cancel(query);
  }

  #ownList(place: Place): readonly ListedQuery[] {
    return this.#queries.list(place).map((query) => ({ info: toInfo(query), groups: query.groups }));
  }

  async #elsewhere<T>(
    kind: string,
    { place: { account, region }, ...question }: QueryQuestion,
  ): Promise<T | undefined> {
    const answers = await askOthers(this.#host, kind, { ...question, place: { account, region } });
    return answers.find((answer) => answer !== null) as T | undefined;
  }
}

export interface ListedQuery {
  readonly info: QueryInfo;
  readonly groups: readonly string[];
}

const kinds = { results: "logs.query-results", stop: "logs.stop-query", list: "logs.list-queries" } as const;

function toJson(value: unknown): Json {
  return (value ?? null) as Json;
}

function toResults({ status, result, groups }: Query, from: number, end: number): QueryResults {
  const hasResult = status === "Complete";
  return {
    queryLanguage: "CWLI",
    status,
    results: hasResult ? result.page(from, end - from) : [],
    statistics: {
      recordsMatched: result.recordsMatched,
      recordsScanned: result.recordsScanned,
      bytesScanned: result.bytesScanned,
      estimatedRecordsSkipped: 0,
      estimatedBytesSkipped: 0,
      logGroupsScanned: groups.length,
      resultCount: hasResult ? result.rowCount : 0,
    },
    nextToken: hasResult && result.rowCount > end ? toPageToken(String(end)) : undefined,
  };
}

function toInfo(query: Query): QueryInfo {
  return {
    queryLanguage: "CWLI",
    queryId: query.id,
    queryString: withSource(query),
    status: query.status,
    createTime: query.createdMs,
    logGroupName: query.groups[0],
    queryDuration: query.durationMs,
    bytesScanned: query.result.bytesScanned,
    userIdentity: query.user,
  };
}

/** What was asked of which groups and time, as one text. Source: recorded answers. */
function withSource({ text, groups, span }: Query): string {
  const sources = groups.map((group) => `SOURCE ${JSON.stringify(group)}`).join(" | ");
  return `${sources} START=${span.fromMs} END=${span.toMs} | ${text}`;
}
