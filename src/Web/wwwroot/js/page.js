// What the page does by itself, with or without its server: theme, sidebar, dialogs, lightbox, copying, keys, scrolling.
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
  }
  if (narrow.matches && event.target.closest(".sidebar a")) {
    root.classList.remove("sidebar-shown");
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

// The lightbox walks through all pictures of the conversation.
const lightbox = () => document.getElementById("lightbox");
let shown = null;

function openLightbox(button) {
  show(button.querySelector("img"));
  lightbox().showModal();
}

function stepLightbox(step) {
  const pictures = [...document.querySelectorAll("[data-lightbox] img")];
  const next = pictures[pictures.indexOf(shown) + step];
  if (next) {
    show(next);
  }
}

function show(picture) {
  shown = picture;
  const pictures = [...document.querySelectorAll("[data-lightbox] img")];
  const large = lightbox().querySelector("img");
  large.src = picture.src;
  large.alt = picture.alt;
  lightbox().querySelector("figcaption").textContent = `${pictures.indexOf(picture) + 1} / ${pictures.length}`;
  lightbox().querySelector("[data-lightbox-download]").href = picture.src;
}

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
  }
}, { capture: true, passive: true });

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
