import { toInt } from "../value.ts";
import type { SqlFunction } from "./sql-function.ts";

/** Of the message, its sender and the rule. */
export const messageFunctions: Readonly<Record<string, SqlFunction>> = {
  accountid: { least: 0, most: 0, apply: (_args, { accountId }) => accountId },
  clientid: { least: 0, most: 0, apply: (_args, { message }) => message.clientId ?? "N/A" },
  get_mqtt_property: {
    least: 1,
    most: 1,
    isLater: true,
    apply: ([name], { message: { properties } }) =>
      typeof name === "string" && properties && Object.hasOwn(properties, name) ? properties[name] : undefined,
  },
  /** With a name its values; without one all of them, each an object of its own. */
  get_user_properties: {
    least: 0,
    most: 1,
    isLater: true,
    apply: ([name], { message: { userProperties } }) => {
      if (!userProperties) return undefined;
      if (name === undefined) return userProperties.map(([key, value]) => ({ [key]: value }));
      const values = userProperties.filter(([key]) => key === name).map(([, value]) => value);
      return values.length > 0 ? values : undefined;
    },
  },
  newuuid: { least: 0, most: 0, apply: (_args, { uuid }) => uuid() },
  principal: { least: 0, most: 0, apply: (_args, { message }) => message.principal },
  rand: { least: 0, most: 0, apply: (_args, { chance }) => chance() },
  sourceip: { least: 0, most: 0, apply: (_args, { message }) => message.sourceIp },
  sql_version: { least: 0, most: 0, apply: (_args, { version }) => version },
  topic: {
    least: 0,
    most: 1,
    apply: (args, { message: { topic } }) => {
      if (args.length === 0) return topic;
      const level = toInt(args[0]);
      return level === undefined ? undefined : topic.split("/")[level - 1];
    },
  },
  traceid: { least: 0, most: 0, apply: (_args, { message }) => message.traceId },
};
