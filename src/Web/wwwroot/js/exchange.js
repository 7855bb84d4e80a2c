// Sends an exported conversation to the server, and goes to where it is then.
export async function bring(input) {
  const [file] = input.files;
  input.value = "";
  if (!file) {
    return;
  }
  const status = document.querySelector("[data-import-status]");
  const problem = document.querySelector("[data-import-problem]");
  const tell = words => {
    problem.textContent = words;
    problem.hidden = !words;
  };
  tell("");
  status.hidden = false;
  try {
    const response = await fetch("/conversations", {
      method: "POST",
      body: file,
      headers: {
        "Content-Type": "application/octet-stream",
        "RequestVerificationToken": document.querySelector("meta[name=csrf-token]").content,
      },
    });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) {
      window.Blazor.navigateTo(answer.address);
    } else {
      tell(answer.problem ?? input.dataset.failed);
    }
  } catch {
    tell(input.dataset.failed);
  } finally {
    status.hidden = true;
  }
}
