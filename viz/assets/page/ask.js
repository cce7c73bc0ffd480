// Ask the server; its answer comes line by line, and each line is a document.

// Where the question is kept in the page's address.
export const address = { read: () => location.search, write: (query) => `?${query}` };

export async function ask(what, body, take, signal) {
  let response;
  try {
    response = await fetch(`ask/${what}`, {
      method: "POST", body: JSON.stringify(body), signal,
      headers: { "Content-Type": "application/json" },
    });
  } catch (error) {
    if (error.name !== "AbortError") take({ error: "network" });
    return;
  }
  if (!response.ok) {
    const reason = await response.json().catch(() => ({}));
    take({ error: reason.error ?? "failed", reason: reason.reason });
    return;
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      const lines = (rest + (done ? "\n" : value)).split("\n");
      rest = lines.pop();
      for (const line of lines.filter(Boolean)) {
        if (signal?.aborted) return;
        take(JSON.parse(line));
      }
      if (done) break;
    }
  } catch (error) {
    if (error.name !== "AbortError") take({ error: "network" });
  }
}

export const json = async (address) => {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
};
