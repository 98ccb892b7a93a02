import type { Place } from "../../service.ts";
import type { QueueName } from "./queue-directory.ts";

/**
 * Which queue a QueueUrl means, at a place whose account and region count where the URL says neither. The host is not looked at, but for the region
 * that it may name: the URL was perhaps made where this server has another name. These are the forms:
 *
 *     http://localhost:4566/ACCOUNT/NAME
 *     http://sqs.REGION.localhost.localstack.cloud:4566/ACCOUNT/NAME, https://sqs.REGION.amazonaws.com/ACCOUNT/NAME
 *     http://queue.localhost:4566/ACCOUNT/NAME, http://REGION.queue.localhost:4566/ACCOUNT/NAME
 *     http://localhost:4566/queue/REGION/ACCOUNT/NAME
 *     NAME
 *
 * Undefined for a text of another form.
 */
export function parseQueueUrl(url: string, at: Place): QueueName | undefined {
  if (url.length > 2_048) return undefined;
  const match = /^(?:https?:\/\/([^/]*)\/|\/)?(?:queue\/([^/]+)\/)?(?:(\d{12})\/)?([\w-]+(?:\.fifo)?)\/?$/.exec(url);
  if (!match) return undefined;
  const [, host = "", region, account, name = ""] = match;
  return { account: account ?? at.account, region: region ?? regionOf(host) ?? at.region, name };
}

/** The URL of a queue at the endpoint that the client uses. */
export function toQueueUrl(endpoint: string, { account, region, name }: QueueName, at: Place): string {
  // Where the host says no region the client's own counts, unless the queue is of another.
  const path = region === at.region || regionOf(endpoint) !== undefined ? "" : `/queue/${region}`;
  return `${endpoint}${path}/${account}/${name}`;
}

function regionOf(host: string): string | undefined {
  const [, afterSqs, beforeQueue] = /(?:^|\/\/)(?:sqs\.([a-z0-9-]+)\.|([a-z0-9-]+)\.queue\.)/.exec(host) ?? [];
  const region = afterSqs ?? beforeQueue;
  return region !== undefined && /^[a-z]{2,4}(?:-[a-z]+)+-\d$/.test(region) ? region : undefined;
}
