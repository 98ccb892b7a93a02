import { parseArgs } from "node:util";
import { connect, makeCertificate, readAuthority } from "./connect.mjs";

const { values } = parseArgs({
  options: {
    devices: { type: "string", default: "100" },
    every: { type: "string", default: "1" },
    sales: { type: "string", default: "Infinity" },
  },
});
const [devices, everySeconds, sales] = [values.devices, values.every, values.sales].map(Number);
const products = ["water", "coffee", "crisps", "chocolate"];

// One certificate for all: what a client may publish to has its own name in it.
const keys = await makeCertificate(
  "vending-machines",
  [
    { Effect: "Allow", Action: "iot:Connect", Resource: "*:client/machine-*" },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy's variable.
    { Effect: "Allow", Action: "iot:Publish", Resource: "*:topic/machines/${iot:ClientId}/sales" },
  ],
  [],
);
const ca = await readAuthority();
let connected = 0;
let sold = 0;
const telling = setInterval(() => console.log(`${connected} machines are connected, ${sold} sales`), 1_000);

async function machine(number) {
  const name = `machine-${number}`;
  const client = await connect(name, keys, ca);
  connected += 1;
  for (let sale = 1; sale <= sales; sale++) {
    const product = products[(number + sale) % products.length];
    const message = { number: sale, product, cents: 100 + 10 * (sale % 5) };
    // Acknowledged: the rule has it.
    await client.publishAsync(`machines/${name}/sales`, JSON.stringify(message), { qos: 1 });
    sold += 1;
    if (sale < sales) await new Promise((resolve) => setTimeout(resolve, everySeconds * 1_000));
  }
  await client.endAsync();
  connected -= 1;
}

const running = [];
for (let number = 1; number <= devices; number++) {
  running.push(machine(number));
  // A few handshakes at a time.
  if (number % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 100));
}
await Promise.all(running);
clearInterval(telling);
console.log(`${devices} machines have sold ${sold}`);
