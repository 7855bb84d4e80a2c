// The grid of codes: shown as colours, marked with the mouse, a finger or the keyboard.
const grids = new WeakMap();

export function attach(canvas, dotnet) {
  grids.set(canvas, new CodeGrid(canvas, dotnet));
}

export function detach(canvas) {
  grids.delete(canvas);
}

export function show(canvas, codes, colours, marked, words) {
  const grid = grids.get(canvas);
  Object.assign(grid, { codes, colours, words, marked: new Set(marked), side: Math.sqrt(codes.length) });
  grid.draw();
}

const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class CodeGrid {
  constructor(canvas, dotnet) {
    Object.assign(this, { canvas, dotnet, at: 0, stroke: null, context: canvas.getContext("2d") });
    this.readout = canvas.parentElement.querySelector("[data-code-readout]");
    canvas.addEventListener("pointerdown", event => this.begin(event));
    canvas.addEventListener("pointermove", event => this.move(event));
    canvas.addEventListener("pointerup", () => this.end());
    canvas.addEventListener("pointercancel", () => this.end());
    canvas.addEventListener("keydown", event => this.key(event));
    canvas.addEventListener("focus", () => this.draw());
    canvas.addEventListener("blur", () => this.draw());
  }

  begin(event) {
    if (event.button !== 0) {
      return;
    }
    this.canvas.setPointerCapture(event.pointerId);
    this.at = this.placeOf(event);
    this.stroke = !this.marked.has(this.at);
    this.mark();
  }

  move(event) {
    const place = this.placeOf(event);
    if (place !== this.at) {
      this.at = place;
      this.mark();
    }
  }

  end() {
    if (this.stroke !== null) {
      this.stroke = null;
      this.tell();
    }
  }

  key(event) {
    const [x, y] = [this.at % this.side, Math.floor(this.at / this.side)];
    const step = steps[event.key];
    if (step) {
      const within = value => Math.min(this.side - 1, Math.max(0, value));
      this.at = within(x + step[0]) + within(y + step[1]) * this.side;
    } else if (event.key === "Home" || event.key === "End") {
      this.at = y * this.side + (event.key === "Home" ? 0 : this.side - 1);
    } else if (event.key !== " ") {
      return;
    }
    event.preventDefault();
    if (event.key === " ") {
      this.stroke = !this.marked.has(this.at);
    } else if (event.shiftKey) {
      this.stroke = true;
    }
    this.mark();
    this.end();
  }

  // Marks where the stroke is, and says what is there.
  mark() {
    if (this.stroke !== null) {
      this.marked[this.stroke ? "add" : "delete"](this.at);
    }
    this.readout.textContent = this.words
      .replace("{0}", Math.floor(this.at / this.side) + 1)
      .replace("{1}", this.at % this.side + 1)
      .replace("{2}", this.codes[this.at]);
    this.draw();
  }

  tell() {
    this.dotnet.invokeMethodAsync("MarkAsync", [...this.marked]);
  }

  placeOf(event) {
    const box = this.canvas.getBoundingClientRect();
    const cell = (offset, length) => Math.min(this.side - 1, Math.max(0, Math.floor(offset / length * this.side)));
    return cell(event.clientX - box.left, box.width) + cell(event.clientY - box.top, box.height) * this.side;
  }

  draw() {
    const { context, side } = this;
    const size = this.canvas.width / side;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.colours.forEach((colour, place) => {
      const [x, y] = [place % side * size, Math.floor(place / side) * size];
      context.fillStyle = `#${colour.toString(16).padStart(6, "0")}`;
      context.fillRect(x, y, size, size);
      if (this.marked.has(place)) {
        this.cross(x, y, size);
      }
    });
    if (document.activeElement === this.canvas) {
      const [x, y] = [this.at % side * size, Math.floor(this.at / side) * size];
      this.frame(x, y, size, "#fff", 3);
      this.frame(x, y, size, "#000", 1);
    }
  }

  // Not by colour alone: what is to be drawn anew is crossed out.
  cross(x, y, size) {
    const { context } = this;
    context.fillStyle = "#ffffffb0";
    context.fillRect(x, y, size, size);
    context.strokeStyle = "#101312";
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + size, y + size);
    context.moveTo(x + size, y);
    context.lineTo(x, y + size);
    context.stroke();
  }

  frame(x, y, size, colour, width) {
    this.context.strokeStyle = colour;
    this.context.lineWidth = width;
    this.context.strokeRect(x + 1, y + 1, size - 2, size - 2);
  }
}
