import { parseArgs } from "node:util";
import { connect, makeCertificate, readAuthority } from "./connect.mjs";

const { values } = parseArgs({
  options: { thing: { type: "string", default: "thermostat" }, jobs: { type: "string", default: "Infinity" } },
});
const { thing } = values;
const base = `$aws/things/${thing}`;

const all = { Effect: "Allow", Action: "iot:*", Resource: "*" };
const client = await connect(thing, await makeCertificate(thing, [all], [thing]), await readAuthority());
const say = (topic, message) => client.publishAsync(topic, JSON.stringify(message), { qos: 1 });
const state = { degrees: 18 };
let done = 0;

/** What the cloud desires is done, and reported. */
async function follow(desired) {
  Object.assign(state, desired);
  await say(`${base}/shadow/update`, { state: { reported: state } });
  console.log(`heats to ${state.degrees} degrees`);
}

async function work({ jobId, jobDocument }) {
  console.log(`job ${jobId}: ${JSON.stringify(jobDocument)}`);
  // The answer may be there before the acknowledgement.
  done += 1;
  await say(`${base}/jobs/${jobId}/update`, { status: "SUCCEEDED", statusDetails: { firmware: jobDocument.firmware } });
}

client.on("message", async (topic, payload) => {
  const message = JSON.parse(payload);
  if (topic.endsWith("/shadow/update/delta")) await follow(message.state);
  if (topic.endsWith("/shadow/get/accepted")) await follow(message.state.delta ?? {});
  if (topic.endsWith("/jobs/start-next/accepted") && message.execution) await work(message.execution);
  if (topic.endsWith("/jobs/notify-next") && message.execution) await say(`${base}/jobs/start-next`, {});
  if (topic.endsWith("/update/accepted") && topic.includes("/jobs/") && done >= Number(values.jobs))
    await client.endAsync();
});
for (const topic of [
  "shadow/update/delta",
  "shadow/get/accepted",
  "jobs/notify-next",
  "jobs/start-next/accepted",
  "jobs/+/update/accepted",
])
  await client.subscribeAsync(`${base}/${topic}`, { qos: 1 });
await say(`${base}/shadow/get`, {});
await say(`${base}/jobs/start-next`, {});
