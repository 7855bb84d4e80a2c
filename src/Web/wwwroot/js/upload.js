// Sends picture files to the server, which keeps them under the hash of what it made of them.
const maxBytes = 32 * 1024 * 1024;

// The hash; throws an error whose message is fit to be shown.
export async function upload(file, texts, address = "/pictures") {
  if (file.size > maxBytes) {
    throw new Error(texts.tooLarge);
  }
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      body: file,
      headers: {
        "Content-Type": "application/octet-stream",
        "RequestVerificationToken": document.querySelector("meta[name=csrf-token]").content,
      },
    });
  } catch {
    throw new Error(texts.failed);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(answer.problem ?? texts.failed);
  }
  return answer.hash;
}
