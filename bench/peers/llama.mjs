// llama.cpp behind standard input: each line is a job, each answer a line of JSON.
//   node llama.mjs MODEL THREADS
//   prefill TOKENS            seconds to read a prompt
//   decode CONTEXT TOKENS     seconds to write so many tokens behind a prompt
import {createInterface} from "node:readline";
import {getLlama, LlamaLogLevel} from "node-llama-cpp";

const [modelPath, threadsText] = process.argv.slice(2);
const threads = Number(threadsText);
const llama = await getLlama({gpu: false, build: "never", skipDownload: true, logLevel: LlamaLogLevel.error, maxThreads: threads});
const model = await llama.loadModel({modelPath});
// One batch for any prompt: its Chameleon graph masks logits, and stops the process at a batch that wants none.
const contextSize = 2304;
const context = await model.createContext({contextSize, threads, batchSize: contextSize});
const sequence = context.getSequence();
const prompt = length => Array.from({length}, (_, i) => 8300 + ((i * 7919) % 50000));

/** One thread's processor time leaves out what other processes take; that of several would count waiting as work. */
function seconds() {
  const {user, system} = process.cpuUsage();
  return threads === 1 ? (user + system) / 1e6 : performance.now() / 1000;
}

/** Seconds to the first token, and from it to the last. */
async function run(promptTokens, answerTokens) {
  await sequence.clearHistory();
  const start = seconds();
  let first = 0, count = 0;
  for await (const _ of sequence.evaluate(prompt(promptTokens), {temperature: 0})) {
    first ||= seconds();
    if (++count > answerTokens) break;
  }
  return {first: first - start, rest: seconds() - first};
}

console.log(JSON.stringify({ready: true}));
for await (const line of createInterface({input: process.stdin})) {
  const [job, a, b] = line.split(" ");
  const taken = job === "prefill" ? (await run(Number(a), 0)).first : (await run(Number(a), Number(b))).rest;
  console.log(JSON.stringify({seconds: taken, bytes: process.memoryUsage().rss}));
}
await llama.dispose();
