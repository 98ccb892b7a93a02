import { join } from "node:path";
import { accessDenied } from "../services/access-check.ts";
import type { Principal } from "../services/principal.ts";
import type { ServiceHost } from "../services/service-host.ts";
import { eachPartition } from "../storage/each-partition.ts";
import { eachRow } from "../storage/each-row.ts";
import { Asker, type Caller, knowsOperations } from "./checks/asker.ts";
import { cannotReset, labHasFaults, labNotStarted, noSuchLab } from "./errors.ts";
import type { Lab } from "./format/lab.ts";
import { type FoundLab, LabFolders } from "./format/lab-folders.ts";
import { fillWords, namesIn, type Values } from "./format/template.ts";
import { evaluate, valuesOf } from "./progress/evaluate.ts";
import { deleteLeft, listLeft } from "./progress/leftovers.ts";
import { prepare } from "./progress/prepare.ts";
import { type Progress, progressKey, progressKind } from "./progress/progress.ts";
import { progressStore } from "./progress/progress-store.ts";

/** A line of the list of labs. */
export interface LabSummary {
  readonly name: string;
  readonly title: string;
  readonly minutes: number | undefined;
  readonly steps: number;
  readonly done: number;
  readonly startedMs: number | undefined;
  /** Why it cannot be used, for who writes it. */
  readonly faults: readonly string[];
  /** It needs operations that are not built yet; nothing is wrong with it. */
  readonly isUnbuilt: boolean;
}

/** A lab that a search has found. */
export interface LabHit {
  readonly name: string;
  readonly title: string;
  /** The step that is meant. */
  readonly step?: string;
}

/** A lab with how far its caller is. */
export interface LabView {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly minutes: number | undefined;
  readonly startedMs: number | undefined;
  /** Where it was started. */
  readonly region: string;
  /** Everything the lab begins with is there. */
  readonly isPrepared: boolean;
  readonly isDone: boolean;
  readonly steps: readonly StepView[];
  /** What is left to delete; undefined until every step is done, unless it was asked for. */
  readonly left: readonly string[] | undefined;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

export interface StepView {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly doneMs: number | undefined;
  readonly says: string | undefined;
}

/** Who did which step when. */
export interface ExportedStep {
  readonly account: string;
  readonly who: string;
  readonly lab: string;
  readonly region: string;
  readonly startedAt: string;
  readonly step: string;
  readonly title: string;
  readonly doneAt: string | undefined;
}

/**
 * Exercises: folders of text and data that say what is there at the start, what to do, and by which facts a step is known to be done. Facts are
 * asked of AWS's own APIs in the caller's name, so a lab sees what the caller may see. How far somebody is, is a row of the account.
 */
export class Labs {
  readonly #host: ServiceHost;
  readonly #folders: LabFolders;

  constructor(host: ServiceHost, directories: readonly string[]) {
    this.#host = host;
    this.#folders = new LabFolders([join(host.config.installDir, "labs"), ...directories], knowsOperations(host));
  }

  async list({ principal }: Caller): Promise<LabSummary[]> {
    const found = await this.#folders.list();
    return Promise.all(
      found.map(async ({ name, lab, faults, isUnbuilt }) => {
        const progress = lab && (await this.#find(principal, name));
        const done = lab?.steps.filter(({ id }) => progress?.done.has(id)).length ?? 0;
        return {
          name,
          title: lab?.title ?? name,
          minutes: lab?.minutes,
          steps: lab?.steps.length ?? 0,
          done,
          startedMs: progress?.startedMs,
          faults,
          isUnbuilt,
        };
      }),
    );
  }

  /** The labs that have a text in them, each with the first step that has, if its title or description has not. */
  async search(text: string): Promise<LabHit[]> {
    const wanted = text.trim().toLowerCase();
    if (wanted === "") return [];
    const has = (...texts: string[]) => texts.some((one) => one.toLowerCase().includes(wanted));
    const found = await this.#folders.list();
    return found.flatMap(({ name, lab }) => {
      if (!lab) return [];
      if (has(name, lab.title)) return [{ name, title: lab.title }];
      const step = lab.steps.find((one) => has(one.title, one.text));
      if (step) return [{ name, title: lab.title, step: step.title }];
      return has(lab.about) ? [{ name, title: lab.title }] : [];
    });
  }

  /** Looks at the facts, and ticks the steps that are done. */
  async view(name: string, caller: Caller, asksLeft = false): Promise<LabView> {
    const { lab, files } = await this.#lab(name);
    const progress = await this.#find(caller.principal, name);
    if (!progress) return toView(lab, files, caller, undefined);
    const { account } = caller.principal;
    const asker = this.#asker(name, caller, progress);
    const isPrepared = progress.prepared >= lab.start.length;
    const evaluated = isPrepared ? await evaluate(lab, progress, { host: this.#host, account, asker }) : undefined;
    const known = evaluated?.progress ?? progress;
    const isDone = lab.steps.every(({ id }) => known.done.has(id));
    const values = valuesOf(lab, known, known.kept, account, this.#host.clock.nowMs());
    const left = isDone || asksLeft ? (await listLeft(lab, values, asker)).map((each) => each.name) : undefined;
    return {
      ...toView(lab, files, caller, { progress: known, values, says: evaluated?.steps }),
      isPrepared,
      isDone,
      left,
    };
  }

  /** Makes what has to be there. A lab that is started already stays as it is; one whose start was cut off is gone on with. */
  async start(name: string, caller: Caller): Promise<LabView> {
    const { lab } = await this.#lab(name);
    const { arn: who, account } = caller.principal;
    const begun = {
      who,
      token: this.#host.random.uuid(),
      region: caller.region,
      startedMs: this.#host.clock.nowMs(),
      prepared: 0,
      kept: {},
    };
    const progress = await this.#host.storage.partition(progressKey(account, name)).write(async (tx) => {
      const there = await progressStore.find(tx, who);
      if (!there) await progressStore.put(tx, begun);
      return there ?? { ...begun, done: new Map<string, number>() };
    });
    await prepare(lab, progress, { host: this.#host, account, asker: this.#asker(name, caller, progress) });
    return this.view(name, caller);
  }

  /** Deletes what is left of it, as far as it can be deleted. */
  async clean(name: string, caller: Caller): Promise<{ deleted: readonly string[]; failed: readonly string[] }> {
    const { lab } = await this.#lab(name);
    const progress = await this.#find(caller.principal, name);
    if (!progress) throw labNotStarted(name);
    const { account } = caller.principal;
    const values = valuesOf(lab, progress, progress.kept, account, this.#host.clock.nowMs());
    return deleteLeft(lab, values, this.#asker(name, caller, progress));
  }

  /** The same, and forgets how far the caller was: it can be started anew. */
  async reset(name: string, caller: Caller): Promise<{ deleted: readonly string[] }> {
    const progress = await this.#find(caller.principal, name);
    if (!progress) return { deleted: [] };
    const { deleted, failed } = await this.clean(name, caller);
    if (failed.length > 0) throw cannotReset(failed);
    const { account } = caller.principal;
    await this.#host.storage
      .partition(progressKey(account, name))
      .write((tx) => progressStore.forget(tx, progress.who));
    return { deleted };
  }

  async file(name: string, path: string): Promise<Buffer | undefined> {
    await this.#lab(name);
    return this.#folders.read(name, path);
  }

  /**
   * Who did which step when, of the account; of all accounts for the server's own root, who is asked for nothing more. In `enforce` mode others need
   * the permission `labs:ExportLab`.
   */
  async *export(name: string, { principal }: Caller): AsyncGenerator<ExportedStep> {
    const { lab } = await this.#lab(name);
    const { config, storage } = this.#host;
    const isOwner = principal.kind === "root" && principal.account === config.accountId;
    if (config.auth === "enforce" && principal.kind !== "root") await this.#checkMayExport(name, principal);
    for (const account of isOwner ? await this.#accountsOf(name) : [principal.account]) {
      const pages = eachRow(
        (last: Progress | undefined) =>
          storage.partition(progressKey(account, name)).read((tx) => progressStore.list(tx, last?.who ?? "", pageRows)),
        pageRows,
      );
      for await (const progress of pages) yield* toExported(account, lab, progress);
    }
  }

  async #accountsOf(name: string): Promise<string[]> {
    const accounts: string[] = [];
    for await (const key of eachPartition(this.#host.storage, progressKind))
      if (key.name === name) accounts.push(key.account);
    return accounts;
  }

  async #checkMayExport(name: string, principal: Principal): Promise<void> {
    const { access } = this.#host;
    const action = "labs:ExportLab";
    const resource = `arn:aws:labs::${principal.account}:lab/${name}`;
    const request = {
      principal,
      action,
      resource,
      resourceAccount: principal.account,
      resourcePolicy: undefined,
      conditions: {},
    };
    const { allowed, reason } = await access.authorize(request);
    if (!allowed)
      throw accessDenied(
        `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`.trimEnd(),
      );
  }

  async #lab(name: string): Promise<{ lab: Lab; files: FoundLab["files"] }> {
    const found = await this.#folders.find(name);
    if (!found) throw noSuchLab(name);
    if (!found.lab) throw labHasFaults(name, found.faults);
    return { lab: found.lab, files: found.files };
  }

  #find({ account, arn }: Principal, name: string): Promise<Progress | undefined> {
    return this.#host.storage.partition(progressKey(account, name)).read((tx) => progressStore.find(tx, arn));
  }

  #asker(name: string, { principal }: Caller, { region }: Progress): Asker {
    return new Asker(this.#host, { principal, region }, (path) => this.#folders.read(name, path));
  }
}

const pageRows = 200;

interface Known {
  readonly progress: Progress;
  readonly values: Values;
  readonly says: readonly { readonly id: string; readonly says: string | undefined }[] | undefined;
}

function toView(lab: Lab, files: FoundLab["files"], caller: Caller, known: Known | undefined): LabView {
  const { name, title, about, minutes } = lab;
  const region = known?.progress.region ?? caller.region;
  const values = known?.values ?? { account: caller.principal.account, region, lab: name };
  return {
    name,
    title,
    about: fillWords(about, values),
    minutes,
    startedMs: known?.progress.startedMs,
    region,
    isPrepared: false,
    isDone: false,
    steps: lab.steps.map(({ id, title: of, text }) => ({
      id,
      title: fillWords(of, values),
      text: fillWords(text, values),
      doneMs: known?.progress.done.get(id),
      says: known?.says?.find((each) => each.id === id)?.says,
    })),
    left: undefined,
    files: files.filter(({ path }) => !forTheStart(lab).has(path)),
  };
}

/** What only the start is made of is not for who does the lab. */
function forTheStart({ start }: Lab): ReadonlySet<string> {
  const names = start.flatMap(({ input }) => [...namesIn(input)]);
  return new Set(names.flatMap((name) => /^(?:file|text):(.+)$/.exec(name)?.[1] ?? []));
}

function* toExported(account: string, lab: Lab, { who, region, startedMs, done }: Progress): Generator<ExportedStep> {
  const startedAt = new Date(startedMs).toISOString();
  for (const { id, title } of lab.steps) {
    const doneMs = done.get(id);
    const doneAt = doneMs === undefined ? undefined : new Date(doneMs).toISOString();
    yield { account, who, lab: lab.name, region, startedAt, step: id, title, doneAt };
  }
}
