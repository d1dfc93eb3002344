/** What is needed of a key event to name it. */
export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** `Ctrl+k`, `Shift+F8`, `j`, `?`: Shift is named only where the sign itself does not show it. */
export function keyName({ key, ctrlKey, metaKey, altKey, shiftKey }: PressedKey): string {
  const ctrl = ctrlKey || metaKey;
  const parts: string[] = [];
  if (ctrl) parts.push('Ctrl');
  if (altKey) parts.push('Alt');
  if (shiftKey && (key.length > 1 || ctrl || altKey)) parts.push('Shift');
  parts.push(key);
  return parts.join('+');
}
