import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { CallOptions, EffectReceiver, Place, ServiceHost } from "../../service.ts";
import { delivered, judge } from "../../targets/verdict.ts";
import { type EventPosition, positionAfter } from "../events/event-position.ts";
import { readForward } from "../events/event-reader.ts";
import { groupStore } from "../groups/group-store.ts";
import { expiryMs, groupKey, groupsKey, type LogGroup } from "../groups/log-group.ts";
import { limits } from "../limits.ts";
import { type ExportTask, type Named, recordStore, recordsKey } from "../records/record-store.ts";
import type { LogsState } from "../state.ts";
import { streamStore } from "../streams/stream-store.ts";
import { exportCaller } from "./export-caller.ts";

export const runExportTopic = "cloudwatch-logs.run-export";

/**
 * Copies a task's events to its bucket: one compressed object a stream and 16 MiB of text, as AWS names them. Run again after a
 * stop, it writes the same objects again. What S3 refuses fails the task, for that stays so; a fault is tried again.
 */
export const runExport: EffectReceiver<LogsState> = async ({ payload }, from, { host }) => {
  const { taskId } = JSON.parse(payload) as { taskId: string };
  const task = await changeTask(host, from, taskId, { status: "RUNNING", message: "Started successfully" });
  if (!task) return delivered;
  try {
    await exportEvents(host, from, task);
    await changeTask(host, from, taskId, { status: "COMPLETED", message: "Completed successfully" });
  } catch (error) {
    const verdict = judge(error);
    if (verdict.kind === "later") return verdict;
    await changeTask(host, from, taskId, { status: "FAILED", message: verdict.reason });
  }
  return delivered;
};

/** Undefined for a task that has ended, as one that was cancelled. */
async function changeTask(
  host: ServiceHost,
  at: Place,
  taskId: string,
  change: Pick<ExportTask, "status" | "message">,
): Promise<Named<"logs.export-tasks"> | undefined> {
  const nowMs = host.clock.nowMs();
  return host.storage.partition(recordsKey(at, "logs.export-tasks")).write(async (tx) => {
    const task = await recordStore.find(tx, "logs.export-tasks", taskId);
    if (!task || (task.status !== "PENDING" && task.status !== "RUNNING")) return undefined;
    const completedMs = change.status === "RUNNING" ? undefined : nowMs;
    const changed = { ...task, ...change, completedMs, modifiedMs: nowMs };
    await recordStore.put(tx, "logs.export-tasks", changed);
    return changed;
  });
}

async function exportEvents(host: ServiceHost, at: Place, task: Named<"logs.export-tasks">): Promise<void> {
  const group = await host.storage.partition(groupsKey(at)).read((tx) => groupStore.find(tx, task.group));
  if (!group || group.id !== (task.groupId ?? group.id)) return;
  const as = exportCaller(at, task.group);
  let after: string | undefined;
  for (;;) {
    const page = { prefix: task.streamPrefix ?? "", descending: false, after, limit: limits.describePage };
    const streams = await host.storage.partition(groupKey(at, group.id)).read((tx) => streamStore.listByName(tx, page));
    for (const { name } of streams) await exportStream(host, at, { task, group, stream: name, as });
    after = streams.at(-1)?.name;
    if (streams.length < limits.describePage) return;
  }
}

const compress = promisify(gzip);

interface StreamExport {
  readonly task: Named<"logs.export-tasks">;
  readonly group: LogGroup;
  readonly stream: string;
  readonly as: CallOptions;
}

async function exportStream(host: ServiceHost, at: Place, { task, group, stream, as }: StreamExport): Promise<void> {
  const fromMs = Math.max(task.fromMs, expiryMs(group, host.clock.nowMs()));
  let next: EventPosition | undefined;
  for (let part = 0; ; part++) {
    const { text, end } = await readPart(host, groupKey(at, group.id), { stream, fromMs, toMs: task.toMs }, next);
    if (text === "") return;
    const folder = [task.prefix, task.name, stream.replaceAll("/", "-")].join("/");
    await host.call(
      "s3",
      "PutObject",
      {
        Bucket: task.bucket,
        Key: `${folder}/${String(part).padStart(6, "0")}.gz`,
        Body: await compress(text),
        ACL: "bucket-owner-full-control",
      },
      as,
    );
    if (!end) return;
    next = end;
  }
}

/** Lines from a position on, as many as one object takes; `end` is where the next begins, if there may be more. */
function readPart(
  host: ServiceHost,
  key: ReturnType<typeof groupKey>,
  range: { readonly stream: string; readonly fromMs: number; readonly toMs: number },
  from: EventPosition | undefined,
): Promise<{ readonly text: string; readonly end: EventPosition | undefined }> {
  return host.storage.partition(key).read(async (tx) => {
    const lines: string[] = [];
    let bytes = 0;
    for await (const event of readForward(tx, range, from)) {
      const line = `${new Date(event.timestampMs).toISOString()} ${event.message}\n`;
      lines.push(line);
      bytes += line.length;
      if (bytes >= limits.exportPartBytes) return { text: lines.join(""), end: positionAfter(event) };
    }
    return { text: lines.join(""), end: undefined };
  });
}
