/** What is wrong with a topic to publish to. Source: "MQTT topics". */
export function checkTopic(topic: string): string | undefined {
  if (/[+#]/.test(topic)) return "A topic's name has no wildcards.";
  return tooLong(topic);
}

/** What is wrong with a filter to subscribe to. */
export function checkTopicFilter(filter: string): string | undefined {
  const levels = filter.split("/");
  if (levels.some((level, index) => level.includes("#") && (level !== "#" || index < levels.length - 1)))
    return "# stands alone at the end.";
  if (levels.some((level) => level.includes("+") && level !== "+")) return "+ stands for a whole level.";
  return tooLong(filter);
}

function tooLong(topic: string): string | undefined {
  if (new TextEncoder().encode(topic).length > 256) return "Up to 256 bytes.";
  const slashes = topic.split("/").length - 1;
  return slashes > 7 && !topic.startsWith("$") ? "Up to 8 levels." : undefined;
}

/** Whether a filter takes a topic's messages: which of several subscriptions brought one, AWS does not tell. */
export function takesTopic(filter: string, topic: string): boolean {
  const [levels, named] = [filter.split("/"), topic.split("/")];
  if (topic.startsWith("$") && /^[+#]/.test(filter)) return false;
  const end = levels.indexOf("#");
  if (end < 0 && levels.length !== named.length) return false;
  if (named.length < end) return false;
  return levels.slice(0, end < 0 ? undefined : end).every((level, index) => level === "+" || level === named[index]);
}
