import { limits } from "../limits.ts";
import { slashesOf } from "./check-topic.ts";

/** A subscription's filter, taken apart. */
export interface TopicFilter {
  readonly filter: string;
  /** Of a shared subscription (`$share/GROUP/FILTER`): each message goes to one of the group. */
  readonly group: string | undefined;
}

/** Undefined for what is no filter, or is longer than AWS takes. */
export function readTopicFilter(text: string): TopicFilter | undefined {
  if (!text.startsWith("$share/")) return isFilter(text) ? { filter: text, group: undefined } : undefined;
  const [, group = "", filter = ""] = /^\$share\/([^/+#]+)\/(.+)$/s.exec(text) ?? [];
  return group !== "" && isFilter(filter) ? { filter, group } : undefined;
}

function isFilter(filter: string): boolean {
  if (filter === "" || filter.includes("\0") || Buffer.byteLength(filter) > limits.topicBytes) return false;
  if (slashesOf(filter) > limits.topicSlashes) return false;
  const levels = filter.split("/");
  return levels.every((level, at) => {
    if (level === "#") return at === levels.length - 1;
    return level === "+" || !/[+#]/.test(level);
  });
}

/** Whether a filter takes a topic. Source: MQTT 5, 4.7. */
export function takesTopic(filter: string, topic: string): boolean {
  if (topic.startsWith("$") && /^[+#]/.test(filter)) return false;
  const filters = filter.split("/");
  const levels = topic.split("/");
  for (const [at, level] of filters.entries()) {
    if (level === "#") return true;
    if (levels[at] === undefined || (level !== "+" && level !== levels[at])) return false;
  }
  return filters.length === levels.length;
}
