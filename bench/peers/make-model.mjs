// Writes a Chameleon-7B-shaped GGUF file of random weights: node make-model.mjs TYPE OUT [LAYERS]
// Speed does not depend on the values; its answers mean nothing.
import {randomBytes} from "node:crypto";
import {closeSync, openSync, writeSync} from "node:fs";

const [type, out, layersText = "32"] = process.argv.slice(2);
const layers = Number(layersText);
const [hidden, heads, feedForward, vocabulary, headDim] = [4096, 32, 11008, 65536, 128];

// Id in the file, weights of a block, bytes of a block, and where in a block its float16 scale is.
const types = {
  F32: {id: 0, weights: 1, bytes: 4},
  Q4_0: {id: 2, weights: 32, bytes: 18, scaleAt: 0},
  Q8_0: {id: 8, weights: 32, bytes: 34, scaleAt: 0},
  Q6_K: {id: 14, weights: 256, bytes: 210, scaleAt: 208},
  IQ4_NL: {id: 20, weights: 32, bytes: 18, scaleAt: 0},
};
const smallScale = 0x0c00; // float16 2.4e-4

if (!types[type] || type === "F32" || !out || !(layers >= 1)) {
  console.error(`usage: node make-model.mjs ${Object.keys(types).slice(1).join("|")} OUT [LAYERS]`);
  process.exit(2);
}

const u32 = value => { const b = Buffer.alloc(4); b.writeUInt32LE(value); return b; };
const u64 = value => { const b = Buffer.alloc(8); b.writeBigUInt64LE(BigInt(value)); return b; };
const f32 = value => { const b = Buffer.alloc(4); b.writeFloatLE(value); return b; };
const text = value => { const b = Buffer.from(value); return Buffer.concat([u64(b.length), b]); };
const list = (elementType, elements) => Buffer.concat([u32(elementType), u64(elements.length), ...elements]);

const fields = [];
const field = (name, valueType, value) => fields.push(Buffer.concat([text(name), u32(valueType), value]));
const tokens = ["<unk>", "<s>", "</s>", ...Array.from({length: 256}, (_, i) => `<0x${i.toString(16).padStart(2, "0").toUpperCase()}>`)];
while (tokens.length < vocabulary) tokens.push(`t${tokens.length}`);
field("general.architecture", 8, text("chameleon"));
field("general.name", 8, text("random"));
field("chameleon.block_count", 4, u32(layers));
field("chameleon.context_length", 4, u32(4096));
field("chameleon.embedding_length", 4, u32(hidden));
field("chameleon.feed_forward_length", 4, u32(feedForward));
field("chameleon.attention.head_count", 4, u32(heads));
field("chameleon.attention.head_count_kv", 4, u32(heads));
field("chameleon.attention.layer_norm_rms_epsilon", 6, f32(1e-5));
field("chameleon.rope.freq_base", 6, f32(10000));
field("chameleon.rope.dimension_count", 4, u32(headDim));
field("chameleon.vocab_size", 4, u32(vocabulary));
field("chameleon.swin_norm", 7, Buffer.from([0]));
field("tokenizer.ggml.model", 8, text("llama"));
field("tokenizer.ggml.tokens", 9, list(8, tokens.map(text)));
field("tokenizer.ggml.scores", 9, list(6, tokens.map(() => f32(0))));
field("tokenizer.ggml.token_type", 9, list(5, tokens.map((_, i) => u32(i === 0 ? 2 : i < 3 ? 3 : i < 259 ? 6 : 1))));
field("tokenizer.ggml.bos_token_id", 4, u32(1));
field("tokenizer.ggml.eos_token_id", 4, u32(2));

const tensors = [
  ["token_embd.weight", type, hidden, vocabulary],
  ["output_norm.weight", "F32", hidden],
  ["output.weight", "Q6_K", hidden, vocabulary],
];
for (let layer = 0; layer < layers; layer++) {
  const add = (name, ...rest) => tensors.push([`blk.${layer}.${name}`, ...rest]);
  for (const name of ["attn_norm.weight", "ffn_norm.weight"]) add(name, "F32", hidden);
  for (const name of ["attn_q_norm.weight", "attn_k_norm.weight", "attn_q_norm.bias", "attn_k_norm.bias"]) add(name, "F32", headDim, heads);
  for (const name of ["attn_q", "attn_k", "attn_v", "attn_output"]) add(`${name}.weight`, type, hidden, hidden);
  for (const name of ["ffn_gate", "ffn_up"]) add(`${name}.weight`, type, hidden, feedForward);
  add("ffn_down.weight", type, feedForward, hidden);
}

const count = dimensions => dimensions.reduce((product, size) => product * size, 1);
const size = ([, form, ...dimensions]) => count(dimensions) / types[form].weights * types[form].bytes;
const aligned = length => Math.ceil(length / 32) * 32;
let offset = 0;
const index = tensors.map(tensor => {
  const [name, form, ...dimensions] = tensor;
  const entry = Buffer.concat([text(name), u32(dimensions.length), ...dimensions.map(u64), u32(types[form].id), u64(offset)]);
  offset += aligned(size(tensor));
  return entry;
});

/** 4,096 random blocks, which a tensor repeats. */
function pool({bytes, scaleAt}) {
  const blocks = randomBytes(4096 * bytes);
  for (let at = scaleAt; at < blocks.length; at += bytes) blocks.writeUInt16LE(smallScale, at);
  return blocks;
}

const pools = Object.fromEntries(Object.entries(types).filter(([, form]) => form.scaleAt !== undefined).map(([name, form]) => [name, pool(form)]));
const ones = Buffer.concat(Array.from({length: hidden}, () => f32(1)));
const file = openSync(out, "w");
const header = Buffer.concat([Buffer.from("GGUF"), u32(3), u64(tensors.length), u64(fields.length), ...fields, ...index]);
writeSync(file, Buffer.concat([header, Buffer.alloc(aligned(header.length) - header.length)]));
for (const tensor of tensors) {
  const [name, form] = tensor;
  const source = form !== "F32" ? pools[form] : name.endsWith("bias") ? Buffer.alloc(ones.length) : ones;
  for (let left = size(tensor); left > 0; left -= source.length) writeSync(file, source, 0, Math.min(left, source.length));
  writeSync(file, Buffer.alloc(aligned(size(tensor)) - size(tensor)));
}
closeSync(file);
