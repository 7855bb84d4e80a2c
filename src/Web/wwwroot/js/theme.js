// Before the first paint: the page comes up as it was left.
(() => {
  const root = document.documentElement;
  try {
    root.dataset.theme = localStorage.getItem("theme") ?? "system";
    root.dataset.sidebar = localStorage.getItem("sidebar") ?? "open";
  } catch {
    // A browser that keeps nothing gets the defaults.
    root.dataset.theme = "system";
    root.dataset.sidebar = "open";
  }
})();
