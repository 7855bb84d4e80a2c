// The grid of the gallery: which part of it is in view, and what mouse and keys choose in it. The server draws the part
// that is asked for; where it lies follows from its position, so that thousands of pictures cost no more than a screenful.
const gap = 8;
const mostInPage = 900;
const grids = new WeakMap();

export function attach(root, dotnet) {
  grids.set(root, new Grid(root, dotnet));
}

export function detach(root) {
  grids.get(root)?.leave();
  grids.delete(root);
}

export function scrollTo(root, index) {
  grids.get(root)?.moveTo(index);
}

class Grid {
  constructor(root, dotnet) {
    Object.assign(this, { root, dotnet, active: 0, wanted: null, isPicking: false, isAsking: false, isGone: false });
    this.space = root.querySelector(".grid-space");
    this.part = root.querySelector(".grid-window");
    this.left = new AbortController();
    const on = (name, handler, options = {}) => root.addEventListener(name, handler, { ...options, signal: this.left.signal });
    on("scroll", () => this.ask(), { passive: true });
    on("click", event => this.onClick(event));
    on("dblclick", event => this.look(event.target.closest(".cell")));
    on("contextmenu", event => this.onLongPress(event));
    on("keydown", event => this.onKey(event));
    on("focus", () => this.mark());
    this.sizes = new ResizeObserver(() => this.ask());
    this.sizes.observe(root);
    // Told before the browser paints: a new part is in its place when it is first seen.
    this.changes = new MutationObserver(() => this.layOut());
    this.changes.observe(this.part, { childList: true, attributes: true, attributeFilter: ["data-start", "data-columns", "data-total", "data-chosen"] });
    this.layOut();
    this.ask();
    root.dataset.ready = "";
  }

  leave() {
    this.isGone = true;
    this.left.abort();
    this.sizes.disconnect();
    this.changes.disconnect();
  }

  get start() { return Number(this.part.dataset.start); }
  get total() { return Number(this.part.dataset.total); }
  // Of the part that is shown; before the first one was asked for, what fits.
  get columns() { return Number(this.part.dataset.columns) || this.fitting(); }

  fitting() {
    const least = matchMedia("(max-width: 40rem)").matches ? 100 : 156;
    return Math.max(2, Math.floor((this.space.clientWidth + gap) / (least + gap)));
  }

  // Height of a row, with the space below it.
  row(columns) {
    return (this.space.clientWidth - gap * (columns - 1)) / columns + gap;
  }

  layOut() {
    const { columns } = this;
    const row = this.row(columns);
    const before = this.laidOut;
    const { scrollTop, clientHeight } = this.root;
    this.laidOut = { columns, row };
    this.space.style.height = `${Math.max(0, Math.ceil(this.total / columns) * row - gap)}px`;
    this.part.style.setProperty("--columns", columns);
    this.part.style.translate = `0 ${this.start / columns * row}px`;
    if (before && before.columns !== columns) {
      // When the grid gets wider or narrower, the one that keys go on from stays in view, or else what was at the top.
      const top = Math.floor(this.active / before.columns) * before.row - scrollTop;
      const isSeen = top > -before.row && top < clientHeight;
      const kept = isSeen ? this.active : Math.round(scrollTop / before.row) * before.columns;
      this.root.scrollTop = Math.floor(kept / columns) * row - (isSeen ? Math.max(0, Math.min(top, clientHeight - row)) : 0);
    }
    this.active = Math.max(0, Math.min(this.active, this.total - 1));
    this.mark();
    this.ask();
    if (this.wanted) {
      this.pick(this.wanted);
    }
  }

  // Asks for the screen that is in view with one before and one after it, unless it is there already.
  async ask() {
    const columns = this.fitting();
    const row = this.row(columns);
    if (row <= gap || this.isGone) {
      return;
    }
    if (this.laidOut && this.laidOut.columns === columns && this.laidOut.row !== row) {
      this.layOut();
      return;
    }
    const inView = Math.ceil(this.root.clientHeight / row) + 1;
    const first = Math.floor(this.root.scrollTop / row);
    const last = Math.min(first + inView, Math.ceil(this.total / columns));
    const shownFirst = Math.floor(this.start / columns);
    const shownLast = Math.ceil((this.start + this.part.childElementCount) / columns);
    const near = Math.floor(inView / 2);
    const has = Number(this.part.dataset.columns) === columns && shownFirst <= Math.max(0, first - near) && shownLast >= Math.min(last + near, Math.ceil(this.total / columns));
    const from = Math.max(0, first - inView);
    const question = [from * columns, Math.min((first + 2 * inView - from) * columns, mostInPage), columns];
    // Never the same again: a screen too large to be filled would be asked for without end.
    if (has || this.isAsking || `${question}` === this.asked) {
      return;
    }
    this.isAsking = true;
    this.asked = `${question}`;
    try {
      await this.dotnet.invokeMethodAsync("ShowAsync", ...question);
    } catch {
      // The page is gone, or its server for now.
      this.asked = null;
      return;
    } finally {
      this.isAsking = false;
    }
    // Scrolled on meanwhile.
    this.ask();
  }

  cell(index) {
    return this.part.querySelector(`[data-index="${index}"]`);
  }

  // The one that keys go on from, for eyes and for screen readers.
  mark() {
    const cell = this.cell(this.active);
    for (const other of this.part.querySelectorAll("[data-active]")) {
      if (other !== cell) {
        delete other.dataset.active;
      }
    }
    if (cell) {
      cell.dataset.active = "";
      this.root.setAttribute("aria-activedescendant", cell.id);
    } else {
      this.root.removeAttribute("aria-activedescendant");
    }
  }

  moveTo(index) {
    this.active = Math.max(0, Math.min(index, this.total - 1));
    const row = this.row(this.columns);
    const top = Math.floor(this.active / this.columns) * row;
    if (top < this.root.scrollTop) {
      this.root.scrollTop = top;
    } else if (top + row > this.root.scrollTop + this.root.clientHeight) {
      this.root.scrollTop = top + row - this.root.clientHeight;
    }
    this.mark();
    this.ask();
  }

  // Chooses what keys moved to, once it is in the page. Keys may run ahead of the server: the last one counts.
  async pick(how) {
    this.wanted = how;
    while (this.wanted && !this.isPicking && !this.isGone) {
      const cell = this.cell(this.active);
      if (!cell) {
        return;
      }
      this.isPicking = true;
      this.wanted = null;
      await this.tell("PickAsync", cell.dataset.picture, how);
      this.isPicking = false;
      how = this.wanted;
    }
  }

  tell(...what) {
    return this.dotnet.invokeMethodAsync(...what).catch(() => {
      // The page is gone, or its server for now.
    });
  }

  look(cell) {
    if (cell) {
      document.dispatchEvent(new CustomEvent("chameleon:look", { detail: cell.querySelector("img") }));
    }
  }

  onClick(event) {
    const cell = event.target.closest(".cell");
    if (!cell) {
      return;
    }
    this.active = Number(cell.dataset.index);
    this.mark();
    const { picture } = cell.dataset;
    if (event.target.closest("[data-star]")) {
      this.tell("StarAsync", picture);
    } else if (event.shiftKey) {
      this.tell("PickAsync", picture, "stretch");
    } else {
      this.tell("PickAsync", picture, event.ctrlKey || event.metaKey || event.target.closest("[data-mark]") ? "toggle" : "only");
    }
  }

  onLongPress(event) {
    const cell = event.target.closest(".cell");
    if (cell && event.pointerType === "touch") {
      event.preventDefault();
      this.tell("PickAsync", cell.dataset.picture, "toggle");
    }
  }

  onKey(event) {
    const { columns } = this;
    const page = columns * Math.max(1, Math.floor(this.root.clientHeight / this.row(columns)));
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, PageUp: -page, PageDown: page, Home: -Infinity, End: Infinity };
    const control = event.ctrlKey || event.metaKey;
    const cell = this.cell(this.active);
    if (event.key in steps && !event.altKey) {
      this.moveTo(this.active + steps[event.key]);
      if (!control) {
        this.pick(event.shiftKey ? "stretch" : "only");
      }
    } else if (event.key === " " && cell) {
      this.tell("PickAsync", cell.dataset.picture, "toggle");
    } else if (event.key === "Enter") {
      this.look(cell);
    } else if (control && event.code === "KeyA") {
      this.tell("ActAsync", "all");
    } else if (event.key === "Escape") {
      this.tell("ActAsync", "none");
    } else if (event.key === "Delete") {
      this.tell("ActAsync", "delete");
    } else if (event.code === "KeyS" && !control && !event.altKey) {
      this.tell("ActAsync", "star");
    } else {
      return;
    }
    event.preventDefault();
  }
}
