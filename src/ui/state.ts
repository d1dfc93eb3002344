/** How something stands; always shown as word, shape and colour together. */
export type Tone = 'ok' | 'warn' | 'stop' | 'calm';

/** ■ must change, ▲ look at it, ● fine, ○ open. */
export const shapes: Readonly<Record<Tone, string>> = { stop: '■', warn: '▲', ok: '●', calm: '○' };

/** What the shape says to someone who cannot see it. */
export const toneWords: Readonly<Record<Tone, string>> = { stop: '须改', warn: '提醒', ok: '正常', calm: '未定' };
