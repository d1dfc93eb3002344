const pageStart = /^ {4}<path class="typst-shape"[^>]* d="M 0 0v ([\d.]+) h ([\d.]+) /;

/**
 * The pages of a document drawn as one long SVG, each as a picture of its own.
 * The engine writes a page as a background path and one group, both directly below the root.
 */
export function splitPages(document: string): string[] {
  const lines = document.split('\n');
  const glyphs = glyphsOf(lines);
  const pages: string[] = [];
  let size: { height: string; width: string } | undefined;
  let content: string[] = [];
  for (const line of lines) {
    const start = pageStart.exec(line);
    if (start?.[1] && start[2]) {
      if (size) pages.push(pageOf(size, content, glyphs));
      size = { height: start[1], width: start[2] };
      content = [line];
    } else if (line.startsWith('    <defs') || line.startsWith('</svg')) {
      break;
    } else if (size) {
      content.push(line.replace(/^ {4}<g transform="matrix\(1 0 0 1 0 [\d.]+\)">/, '    <g>'));
    }
  }
  if (size) pages.push(pageOf(size, content, glyphs));
  return pages;
}

/** Everything below `<defs>` by id: glyph outlines, clips, gradients. */
function glyphsOf(lines: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  let id: string | undefined;
  let block: string[] = [];
  for (const line of lines) {
    const opened = /^ {8}<\w+ id="([^"]+)"/.exec(line);
    if (opened?.[1]) {
      id = opened[1];
      block = [];
    }
    if (id === undefined) continue;
    block.push(line);
    if (/^ {8}<\/|^ {8}<.*\/>$/.test(line)) {
      found.set(id, block.join('\n'));
      id = undefined;
    }
  }
  return found;
}

function pageOf(
  size: { height: string; width: string },
  content: readonly string[],
  glyphs: Map<string, string>,
): string {
  const body = content.join('\n');
  const used = new Set([...body.matchAll(/(?:href="#|url\(#)([^")]+)/g)].map((match) => match[1] ?? ''));
  const definitions = [...used].map((id) => glyphs.get(id) ?? '').join('\n');
  return [
    `<svg viewBox="0 0 ${size.width} ${size.height}" width="${size.width}pt" height="${size.height}pt"`,
    ' xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">\n',
    `<defs>\n${definitions}\n</defs>\n${body}\n</svg>\n`,
  ].join('');
}
