// The editor of a message: words, with pictures between them. What is being written outlives the page (sessionStorage).
import { Chips } from "./chips.js";
import { upload } from "./upload.js";

const maxPictures = 16;
const editors = new WeakMap();

export function attach(form, dotnet, key, pieces, texts) {
  if (!editors.has(form)) {
    editors.set(form, new Editor(form, dotnet, texts));
  }
  editors.get(form).load(key, pieces);
}

export function detach(form) {
  editors.get(form)?.leave();
  editors.delete(form);
}

class Editor {
  constructor(form, dotnet, texts) {
    Object.assign(this, { form, dotnet, texts });
    this.box = form.querySelector(".composer-text");
    this.problem = form.querySelector(".composer-problem");
    this.status = form.querySelector("[role=status]");
    this.left = new AbortController();
    this.uploads = new Set();
    this.chips = new Chips(this.box, texts, () => this.onChange(), words => this.status.textContent = words);
    this.listen();
  }

  listen() {
    const on = (target, name, handler) => target.addEventListener(name, handler, { signal: this.left.signal });
    const files = this.form.querySelector("input[type=file]");
    on(this.form, "submit", event => {
      event.preventDefault();
      this.say();
    });
    on(this.form, "click", event => this.onClick(event));
    on(this.box, "keydown", event => this.onKey(event));
    on(this.box, "input", () => this.onInput());
    on(this.box, "paste", event => this.onPaste(event));
    on(this.box, "dragstart", event => this.onDragStart(event));
    on(document, "dragover", event => this.onDragOver(event));
    on(document, "drop", event => this.onDrop(event));
    on(document, "selectionchange", () => this.onCaret());
    on(files, "change", () => {
      this.add([...files.files]);
      files.value = "";
    });
  }

  leave() {
    this.left.abort();
    clearTimeout(this.keeping);
  }

  // What was being written for this key stands there again, whatever happened to the page in between. Whoever was quicker
  // than the page loses nothing: words written before the editor was there, or while a first message was making its
  // conversation, follow.
  load(key, pieces) {
    const early = this.begins || !("ready" in this.form.dataset) ? [...this.box.childNodes] : [];
    if (this.begins) {
      this.forget();
      this.begins = false;
    }
    this.key = `draft:${key}`;
    this.fill(JSON.parse(sessionStorage.getItem(this.key) ?? "null") ?? pieces, early);
    this.tell("");
    if (pieces.length > 0 || !matchMedia("(pointer: coarse)").matches) {
      this.box.focus({ preventScroll: true });
      this.chips.putCaret(null);
    }
    this.form.dataset.ready = "";
  }

  fill(pieces, rest = []) {
    this.chips.selected = null;
    this.box.replaceChildren(...pieces.flatMap(piece => piece.picture ? [this.chips.make(piece.picture), " "] : [`${piece.text} `]), ...rest);
    this.onChange();
  }

  pieces() {
    const pieces = [];
    let text = "";
    const flush = () => {
      if (text.trim()) {
        pieces.push({ text: text.trim() });
      }
      text = "";
    };
    const walk = node => {
      for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) {
          text += child.data;
        } else if (child.matches(".chip")) {
          flush();
          if (child.dataset.picture) {
            pieces.push({ picture: child.dataset.picture });
          }
        } else {
          text += "\n";
          walk(child);
        }
      }
    };
    walk(this.box);
    flush();
    return pieces;
  }

  async say() {
    if (this.form.hasAttribute("data-answering")) {
      return;
    }
    await Promise.allSettled(this.uploads);
    const pieces = this.pieces();
    if (pieces.length === 0) {
      return;
    }
    this.fill([]);
    this.tell("");
    this.begins = this.key === "draft:new";
    document.dispatchEvent(new Event("chameleon:said"));
    let problem;
    try {
      const bytes = new TextEncoder().encode(JSON.stringify(pieces));
      problem = await this.dotnet.invokeMethodAsync("SayAsync", DotNet.createJSStreamReference(bytes));
    } catch {
      problem = this.texts.lost;
    }
    if (problem) {
      this.begins = false;
      this.fill(pieces, [...this.box.childNodes]);
      this.tell(problem);
    }
  }

  add(files) {
    this.tell(files.length > maxPictures ? this.texts.tooMany : "");
    for (const file of files.slice(0, maxPictures)) {
      this.addOne(file);
    }
  }

  // The picture stands in its place at once, pale until the server has it.
  addOne(file) {
    const source = URL.createObjectURL(file);
    const chip = this.chips.make(null, source);
    chip.classList.add("uploading");
    this.chips.insert(chip);
    const sending = upload(file, this.texts)
      .then(hash => {
        chip.dataset.picture = hash;
        chip.querySelector("img").src = `/pictures/${hash}`;
        chip.classList.remove("uploading");
        this.status.textContent = this.texts.added;
      })
      .catch(error => {
        chip.remove();
        this.tell(error.message);
      })
      .finally(() => {
        URL.revokeObjectURL(source);
        this.uploads.delete(sending);
        this.onChange();
      });
    this.uploads.add(sending);
  }

  onKey(event) {
    const { chips } = this;
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    const deletes = event.key === "Backspace" ? -1 : event.key === "Delete" ? 1 : 0;
    const cancel = this.form.querySelector("[data-cancel]");
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      this.say();
    } else if (event.key === "Escape" && cancel) {
      cancel.click();
      event.stopPropagation();
    } else if (step && event.altKey && chips.nearest()) {
      chips.move(chips.nearest(), step);
    } else if (chips.selected && step) {
      chips.leave(step);
    } else if (chips.selected && deletes) {
      chips.remove(chips.selected);
    } else if ((step && !event.shiftKey && !event.ctrlKey || deletes) && chips.beside(step || deletes)) {
      chips.select(chips.beside(step || deletes));
    } else {
      return;
    }
    event.preventDefault();
  }

  // An edit that is given up leaves nothing behind.
  onClick(event) {
    if (event.target.closest("[data-cancel]")) {
      this.forget();
    } else if (this.box.contains(event.target)) {
      this.chips.select(event.target.closest(".chip"));
    }
  }

  onPaste(event) {
    const files = [...event.clipboardData.files];
    event.preventDefault();
    if (files.length > 0) {
      this.add(files);
    } else {
      document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
    }
  }

  onDragStart(event) {
    this.dragged = event.target.closest?.(".chip");
    if (this.dragged) {
      event.dataTransfer.setData("application/x-chameleon-picture", "");
      event.dataTransfer.effectAllowed = "move";
    }
  }

  onDragOver(event) {
    if (!this.dragged && !this.takes(event)) {
      return;
    }
    event.preventDefault();
    const place = this.chips.placeOf(event);
    if (place) {
      this.chips.show(place);
    }
  }

  onDrop(event) {
    const { dragged } = this;
    this.dragged = null;
    if (dragged) {
      event.preventDefault();
      const place = this.chips.placeOf(event);
      if (place) {
        this.chips.insertAt(dragged, place);
      }
    } else if (this.takes(event)) {
      event.preventDefault();
      this.add([...event.dataTransfer.files]);
    }
  }

  // Files dropped anywhere on the page go to the page's own composer, those dropped on an edit to that.
  takes(event) {
    return event.dataTransfer?.types.includes("Files") && (this.form.contains(event.target)
      || (!event.target.closest?.(".composer") && this.form.closest(".dock")));
  }

  onCaret() {
    if (this.chips.selected && getSelection().isCollapsed) {
      this.chips.selected.classList.remove("selected");
      this.chips.selected = null;
    }
  }

  onInput() {
    this.tell("");
    this.onChange();
  }

  onChange() {
    const isEmpty = !this.box.querySelector(".chip") && !this.box.textContent.trim();
    this.box.classList.toggle("is-empty", isEmpty);
    clearTimeout(this.keeping);
    const { key } = this;
    this.keeping = setTimeout(() => this.keep(key), 200);
  }

  forget() {
    clearTimeout(this.keeping);
    sessionStorage.removeItem(this.key);
  }

  keep(key) {
    const pieces = this.pieces();
    try {
      if (pieces.length > 0) {
        sessionStorage.setItem(key, JSON.stringify(pieces));
      } else {
        sessionStorage.removeItem(key);
      }
    } catch {
      // A browser that keeps nothing forgets the draft with the page.
    }
  }

  tell(problem) {
    this.problem.textContent = problem;
  }
}
