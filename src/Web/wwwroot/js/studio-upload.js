// One picture from a file of the person's, sent and named by its hash.
import { upload } from "./upload.js";

const left = new WeakMap();

export function attach(input, dotnet, texts) {
  const end = new AbortController();
  left.set(input, end);
  input.addEventListener("change", async () => {
    const [file] = input.files;
    input.value = "";
    if (file) {
      try {
        await dotnet.invokeMethodAsync("TakenAsync", await upload(file, texts));
      } catch (problem) {
        await dotnet.invokeMethodAsync("FailedAsync", problem.message);
      }
    }
  }, { signal: end.signal });
}

export function detach(input) {
  left.get(input)?.abort();
}
