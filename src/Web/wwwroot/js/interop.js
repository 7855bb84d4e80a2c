// What components ask of the browser.

// Resolves when the browser has drawn; a page that is not seen draws nothing, and goes on all the same.
export const frame = () => new Promise(done => {
  const late = setTimeout(done, 100);
  requestAnimationFrame(() => {
    clearTimeout(late);
    done();
  });
});

export function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}

export function recall(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

// A draft for the composer of another page, which finds it when it comes.
export function draft(key, pieces, keep) {
  try {
    const before = keep ? JSON.parse(sessionStorage.getItem(`draft:${key}`) ?? "[]") : [];
    sessionStorage.setItem(`draft:${key}`, JSON.stringify([...before, ...pieces]));
  } catch {
    // A browser that keeps nothing has nothing to hand over.
  }
}

export function download(address) {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}
