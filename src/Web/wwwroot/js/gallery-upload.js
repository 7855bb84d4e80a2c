// Pictures into the gallery, by button or dropped anywhere on its page: one after another, so that a thousand are no burden.
import { upload } from "./upload.js";

const uploads = new WeakMap();

export function attach(root, dotnet, texts) {
  uploads.set(root, new Uploads(root, dotnet, texts));
}

export function detach(root) {
  uploads.get(root)?.left.abort();
  uploads.delete(root);
}

class Uploads {
  constructor(root, dotnet, texts) {
    Object.assign(this, { root, dotnet, texts, waiting: [], sent: 0, added: 0, last: null });
    this.left = new AbortController();
    const on = (target, name, handler) => target.addEventListener(name, handler, { signal: this.left.signal });
    const files = root.querySelector("input[type=file]");
    on(files, "change", () => {
      this.add([...files.files]);
      files.value = "";
    });
    on(document, "dragover", event => this.onDragOver(event));
    on(document, "dragleave", event => {
      if (!event.relatedTarget) {
        this.root.classList.remove("dropping");
      }
    });
    on(document, "drop", event => this.onDrop(event));
    root.dataset.attached = "";
  }

  onDragOver(event) {
    if (event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
      this.root.classList.add("dropping");
    }
  }

  onDrop(event) {
    this.root.classList.remove("dropping");
    if (event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
      this.add([...event.dataTransfer.files]);
    }
  }

  async add(files) {
    const isRunning = this.waiting.length > 0;
    this.waiting.push(...files);
    if (isRunning || files.length === 0) {
      return;
    }
    Object.assign(this, { sent: 0, added: 0, last: null });
    this.show(".upload-problem", "");
    while (this.waiting.length > 0 && !this.left.signal.aborted) {
      this.show(".upload-status", this.texts.sending.replace("{0}", ++this.sent).replace("{1}", this.sent + this.waiting.length - 1));
      const file = this.waiting[0];
      try {
        this.last = await upload(file, this.texts, "/pictures?gallery=true");
        this.added++;
      } catch (error) {
        this.show(".upload-problem", `${file.name}: ${error.message}`);
      }
      this.waiting.shift();
    }
    this.show(".upload-status", this.added > 0 ? this.texts.added.replace("{0}", this.added) : "");
    setTimeout(() => this.waiting.length > 0 || this.show(".upload-status", ""), 4000);
    if (this.last) {
      this.dotnet.invokeMethodAsync("UploadedAsync", this.last).catch(() => {
        // The page is gone; the pictures are there.
      });
    }
  }

  show(selector, words) {
    const place = this.root.querySelector(selector);
    place.textContent = words;
    place.hidden = !words;
  }
}
