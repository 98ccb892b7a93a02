import type { Action } from "@aws-sdk/client-iot";
import type { Database } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { limits } from "../limits.ts";
import { compileStatement, type RuleStatement } from "../rule-sql/rule-statement.ts";
import type { KnownAction, KnownRule, KnownRules } from "./known-rules.ts";
import { ruleStore } from "./rule-store.ts";
import { rulesKey, type TopicRule } from "./topic-rule.ts";
import { TopicTree } from "./topic-tree.ts";

/** Compiles what has changed since the former ones were loaded. */
export async function loadRules(storage: Database, at: Place, former: KnownRules | undefined): Promise<KnownRules> {
  const rules = await storage.partition(rulesKey(at)).read((tx) => ruleStore.list(tx, "", limits.rules));
  const byTopic = new TopicTree<KnownRule>();
  const byName = new Map<string, KnownRule>();
  for (const rule of rules) {
    const text = JSON.stringify(rule);
    const before = former?.byName.get(rule.name);
    const known = before?.text === text ? before : compileRule(rule, text);
    byName.set(rule.name, known);
    if (!rule.isDisabled && known.statement.topicFilter !== undefined) byTopic.add(known.statement.topicFilter, known);
  }
  return { byTopic, byName };
}

function compileRule(rule: TopicRule, text: string): KnownRule {
  const statement = compileStatement(rule.sql, rule.sqlVersion);
  return { rule, text, statement, actions: rule.actions.map((action) => compileAction(action, statement)) };
}

/** Throws SqlSyntaxError. */
export function compileAction(action: Action, statement: RuleStatement): KnownAction {
  const [entry] = Object.entries(action).filter(([, settings]) => settings !== undefined);
  const [kind = "", settings = {}] = entry ?? [];
  const filled: { path: readonly string[]; template: ReturnType<RuleStatement["template"]> }[] = [];
  const visit = (value: unknown, path: readonly string[]) => {
    if (typeof value === "string" && value.includes("$")) filled.push({ path, template: statement.template(value) });
    else if (typeof value === "object" && value !== null)
      for (const [name, inner] of Object.entries(value)) visit(inner, [...path, name]);
  };
  visit(settings, []);
  return { kind, settings: settings as KnownAction["settings"], filled };
}
