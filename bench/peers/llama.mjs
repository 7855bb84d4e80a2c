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
const context = await model.createContext({contextSize: 2304, threads, batchSize: 512});
const sequence = context.getSequence();
const prompt = length => Array.from({length}, (_, i) => 8300 + ((i * 7919) % 50000));

/** Seconds to the first token, and from it to the last. */
async function run(promptTokens, answerTokens) {
  await sequence.clearHistory();
  const start = performance.now();
  let first = 0, count = 0;
  for await (const _ of sequence.evaluate(prompt(promptTokens), {temperature: 0})) {
    first ||= performance.now();
    if (++count > answerTokens) break;
  }
  return {first: (first - start) / 1000, rest: (performance.now() - first) / 1000};
}

console.log(JSON.stringify({ready: true}));
for await (const line of createInterface({input: process.stdin})) {
  const [job, a, b] = line.split(" ");
  const seconds = job === "prefill" ? (await run(Number(a), 0)).first : (await run(Number(a), Number(b))).rest;
  console.log(JSON.stringify({seconds, bytes: process.memoryUsage().rss}));
}
await llama.dispose();
