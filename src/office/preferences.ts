import { ref } from 'vue';

const key = 'mingxun.text-size';

/** 大字版 (GB/T 37668): kept on this device. */
export const textSize = ref<'usual' | 'large'>('usual');

export function setTextSize(size: 'usual' | 'large'): void {
  textSize.value = size;
  if (size === 'large') document.documentElement.dataset['size'] = 'large';
  else delete document.documentElement.dataset['size'];
  try {
    localStorage.setItem(key, size);
  } catch {
    // Private browsing keeps no preferences; the size still holds for this page.
  }
}

try {
  if (localStorage.getItem(key) === 'large') setTextSize('large');
} catch {
  // As above.
}
