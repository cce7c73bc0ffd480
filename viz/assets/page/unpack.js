// Data in a file that is mailed: packed, and written in letters.

export async function unpacked(node) {
  const packed = Uint8Array.from(atob(node.textContent), (each) => each.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

export const unpackedJson = async (node) => JSON.parse(new TextDecoder().decode(await unpacked(node)));
