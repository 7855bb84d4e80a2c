// Pictures between the words of an editor: made, put at the caret, selected, and moved word by word or to a place.
export class Chips {
  // changed: told after every change; says: told what a person who does not see it should hear.
  constructor(box, texts, changed, says) {
    Object.assign(this, { box, texts, changed, says, selected: null });
  }

  make(hash, source = `/pictures/${hash}`) {
    const chip = document.createElement("span");
    chip.className = "chip";
    chip.contentEditable = "false";
    chip.draggable = true;
    const image = document.createElement("img");
    image.src = source;
    image.alt = this.texts.picture;
    image.draggable = false;
    chip.append(image);
    if (hash) {
      chip.dataset.picture = hash;
    }
    return chip;
  }

  insert(chip) {
    const range = this.caret();
    range.deleteContents();
    range.insertNode(document.createTextNode(" "));
    range.insertNode(chip);
    this.box.normalize();
    this.putCaret(chip);
    this.changed();
  }

  insertAt(chip, place) {
    place.insertNode(chip);
    this.box.normalize();
    this.select(chip);
    this.changed();
  }

  select(chip) {
    this.selected?.classList.remove("selected");
    this.selected = chip ?? null;
    if (chip) {
      chip.classList.add("selected");
      this.box.focus({ preventScroll: true });
      const range = document.createRange();
      range.selectNode(chip);
      this.show(range);
    }
  }

  // Past the selected picture, on the side of the step.
  leave(step) {
    const chip = this.selected;
    this.select(null);
    this.putCaret(chip, step < 0);
  }

  remove(chip) {
    this.putCaret(chip);
    chip.remove();
    this.box.normalize();
    this.selected = null;
    this.says(this.texts.removed);
    this.changed();
  }

  // One word, or one picture, further.
  move(chip, step) {
    this.box.normalize();
    const beside = step < 0 ? chip.previousSibling : chip.nextSibling;
    if (!beside) {
      return;
    }
    const target = beside.nodeType === Node.TEXT_NODE ? this.wordOf(beside, step) : beside;
    if (step < 0) {
      target.before(chip);
    } else {
      target.after(chip);
    }
    this.box.normalize();
    this.select(chip);
    this.says(this.texts.moved.replace("{0}", /\S+/.exec(chip.nextSibling?.data ?? "")?.[0] ?? ""));
    this.changed();
  }

  // The last word of a text, or its first, as a node of its own.
  wordOf(text, step) {
    const word = (step < 0 ? /\S+\s*$/ : /^\s*\S+\s?/).exec(text.data);
    const cut = word && (step < 0 ? word.index : word[0].length);
    const rest = cut > 0 && cut < text.data.length ? text.splitText(cut) : null;
    return step < 0 ? rest ?? text : text;
  }

  // The picture that a key means: the selected one, else the last before the caret, else the first after it.
  nearest() {
    const chips = [...this.box.querySelectorAll(".chip")];
    const caret = this.caret();
    return this.selected
      ?? chips.findLast(chip => caret.comparePoint(chip.parentNode, [...chip.parentNode.childNodes].indexOf(chip)) < 0)
      ?? chips[0];
  }

  // The picture right beside the caret.
  beside(step) {
    const selection = getSelection();
    if (!selection.isCollapsed || !this.box.contains(selection.anchorNode)) {
      return null;
    }
    const { anchorNode: node, anchorOffset: offset } = selection;
    let beside;
    if (node.nodeType === Node.TEXT_NODE) {
      const atEdge = step < 0 ? offset === 0 : offset === node.data.length;
      beside = atEdge ? (step < 0 ? node.previousSibling : node.nextSibling) : null;
    } else {
      beside = node.childNodes[step < 0 ? offset - 1 : offset];
    }
    return beside instanceof Element && beside.matches(".chip") ? beside : null;
  }

  // Where something is inserted: at the caret, or at the end when that is elsewhere.
  caret() {
    const selection = getSelection();
    if (selection.rangeCount > 0 && this.box.contains(selection.getRangeAt(0).commonAncestorContainer)) {
      return selection.getRangeAt(0);
    }
    const range = document.createRange();
    range.selectNodeContents(this.box);
    range.collapse(false);
    return range;
  }

  // Behind a picture and the space after it, before it, or without one at the end.
  putCaret(chip, before = false) {
    const range = document.createRange();
    if (!chip) {
      range.selectNodeContents(this.box);
      range.collapse(false);
    } else if (before) {
      range.setStartBefore(chip);
    } else if (chip.nextSibling?.nodeType === Node.TEXT_NODE) {
      range.setStart(chip.nextSibling, chip.nextSibling.data.startsWith(" ") ? 1 : 0);
    } else {
      range.setStartAfter(chip);
    }
    range.collapse(true);
    this.show(range);
  }

  // The place under the mouse, if it is in the editor; never inside a picture.
  placeOf(event) {
    const place = document.createRange();
    const position = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    const old = position ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
    if (!position && !old) {
      return null;
    }
    place.setStart(position?.offsetNode ?? old.startContainer, position?.offset ?? old.startOffset);
    place.collapse(true);
    const holder = place.startContainer instanceof Element ? place.startContainer : place.startContainer.parentElement;
    const chip = holder?.closest(".chip");
    if (chip) {
      place.setStartBefore(chip);
      place.collapse(true);
    }
    return this.box.contains(place.startContainer) ? place : null;
  }

  show(range) {
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }
}
