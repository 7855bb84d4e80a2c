// What the page does by itself, with or without its server: theme, sidebar, dialogs, lightbox, copying, keys, scrolling.
import { bring } from "./exchange.js";
import { remember } from "./interop.js";

const root = document.documentElement;
const narrow = matchMedia("(max-width: 56rem)");

const actions = {
  reload: () => location.reload(),
  toggleSidebar,
  open: button => document.getElementById(button.dataset.open)?.showModal(),
  close: button => button.closest("dialog").close(),
  themeChoice: button => setTheme(button.dataset.themeChoice),
  lightbox: openLightbox,
  lightboxStep: button => stepLightbox(Number(button.dataset.lightboxStep)),
  copyCode: button => copy(button, button.closest(".code").querySelector("pre").innerText),
  copyMessage: button => copy(button, button.closest(".message").querySelector(".answer, .bubble").innerText),
  skip: () => (document.querySelector(".dock .composer-text") ?? document.querySelector("main")).focus(),
};

document.addEventListener("click", event => {
  for (const [name, action] of Object.entries(actions)) {
    const attribute = `data-${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
    const button = event.target.closest(`button[${attribute}]`);
    if (button) {
      action(button);
    }
  }
  if (event.target instanceof HTMLDialogElement) {
    event.target.close();
  } else if (event.target.closest("dialog[open] a:not([download])")) {
    event.target.closest("dialog").close();
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = menu.contains(event.target) && !event.target.closest("a");
  }
  if (narrow.matches && event.target.closest(".sidebar a")) {
    root.classList.remove("sidebar-shown");
  }
});

document.addEventListener("change", event => {
  if (event.target.matches("[data-import]")) {
    event.target.closest("details").open = false;
    bring(event.target);
  } else if (event.target.matches("select[data-language]")) {
    document.cookie = `chameleon-language=${event.target.value}; path=/; max-age=31536000; samesite=strict`;
    location.reload();
  }
});

// Wide: the list is there unless it was closed, and that is kept. Narrow: it lies over the page until something is chosen.
function toggleSidebar() {
  if (narrow.matches) {
    root.classList.toggle("sidebar-shown");
  } else {
    root.dataset.sidebar = root.dataset.sidebar === "closed" ? "open" : "closed";
    remember("sidebar", root.dataset.sidebar);
  }
}

function setTheme(theme) {
  root.dataset.theme = theme;
  remember("theme", theme);
}

async function copy(button, text) {
  await navigator.clipboard.writeText(text.trim());
  button.classList.add("done");
  setTimeout(() => button.classList.remove("done"), 1500);
}

// The lightbox walks through all pictures of the conversation, or of the grid it was opened from.
const lightbox = () => document.getElementById("lightbox");
let shown = null;

const walked = () => [...document.querySelectorAll(shown.closest(".grid") ? ".grid .cell > img" : "[data-lightbox] img")];

function openLightbox(button) {
  look(button.querySelector("img"));
}

document.addEventListener("chameleon:look", event => look(event.detail));

function look(picture) {
  show(picture);
  lightbox().showModal();
}

function stepLightbox(step) {
  const pictures = walked();
  const next = pictures[pictures.indexOf(shown) + step];
  if (next) {
    show(next);
  }
}

function show(picture) {
  shown = picture;
  const address = picture.dataset.large ?? picture.getAttribute("src");
  const large = lightbox().querySelector("img");
  large.src = address;
  large.alt = picture.alt;
  const cell = picture.closest(".cell");
  const pictures = cell ? [] : walked();
  lightbox().querySelector("figcaption").textContent = cell
    ? `${cell.ariaPosInSet} / ${cell.ariaSetSize}`
    : `${pictures.indexOf(picture) + 1} / ${pictures.length}`;
  // The grid brings the next ones as it goes.
  cell?.scrollIntoView({ block: "nearest" });
  lightbox().querySelector("[data-lightbox-download]").href = address;
  const gallery = lightbox().querySelector("[data-lightbox-gallery]");
  const hash = /^\/pictures\/([0-9a-f]{64})$/.exec(address)?.[1];
  gallery.hidden = !hash || location.pathname === "/gallery";
  gallery.href = `/gallery?picture=${hash}`;
}

// The divider of two pictures that lie over each other.
document.addEventListener("input", event => {
  if (event.target.matches?.("[data-compare]")) {
    event.target.parentElement.style.setProperty("--split", `${event.target.value}%`);
  }
});

const isWriting = () => document.activeElement?.matches("input, textarea, select, [contenteditable]:not([contenteditable=false])");

document.addEventListener("keydown", event => {
  const control = event.ctrlKey || event.metaKey;
  if (control && event.shiftKey && event.code === "KeyO") {
    document.querySelector("[data-new-chat]")?.click();
  } else if (control && event.code === "KeyK") {
    if (narrow.matches) {
      root.classList.add("sidebar-shown");
    } else if (root.dataset.sidebar === "closed") {
      toggleSidebar();
    }
    document.getElementById("search")?.focus();
  } else if (control && event.code === "KeyB") {
    toggleSidebar();
  } else if (control && event.key === "/") {
    document.getElementById("help")?.showModal();
  } else if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
    const menu = document.activeElement?.closest("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
      return;
    }
    root.classList.remove("sidebar-shown");
    document.querySelector("[data-stop]")?.click();
    return;
  } else if (event.key.startsWith("Arrow") && lightbox()?.open) {
    stepLightbox(event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0);
  } else if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && !isWriting() && !event.altKey) {
    const step = event.key === "ArrowLeft" ? -1 : 1;
    document.activeElement?.closest(".message")?.querySelector(`[data-version="${step}"]`)?.click();
    return;
  } else {
    return;
  }
  event.preventDefault();
});

// The end of a conversation stays in view while it grows, until somebody scrolls away from it.
let follows = true;
let planned = false;

document.addEventListener("scroll", event => {
  const scroller = event.target;
  if (scroller instanceof Element && scroller.matches("[data-follow]")) {
    follows = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
    showEarlier(scroller);
  }
}, { capture: true, passive: true });

// Whoever scrolls up meets what was said before without asking. At the very top browsers do not hold what is looked at in its place.
function showEarlier(scroller) {
  const button = scroller.querySelector("[data-earlier]");
  const count = String(scroller.querySelectorAll(".message").length);
  if (button && !follows && scroller.scrollTop < 300 && button.dataset.asked !== count) {
    button.dataset.asked = count;
    scroller.scrollTop ||= 1;
    button.click();
  }
}

document.addEventListener("chameleon:said", () => {
  follows = true;
});

function follow() {
  planned = false;
  const scroller = document.querySelector("[data-follow]");
  if (follows && scroller?.querySelector(".messages")) {
    scroller.scrollTop = scroller.scrollHeight;
  }
}

function plan() {
  if (!planned) {
    planned = true;
    requestAnimationFrame(follow);
  }
}

new MutationObserver(plan).observe(document.body, { childList: true, subtree: true, characterData: true });
document.addEventListener("load", plan, { capture: true });
plan();
