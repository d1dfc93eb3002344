import { ApiRefusal } from './api';

const nameIn = (disposition: string): string | undefined => {
  const written = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1];
  return written ? decodeURIComponent(written) : undefined;
};

async function refusalIn(response: Response): Promise<ApiRefusal> {
  const body: unknown = await response.json().catch(() => ({}));
  const isSaid = typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string';
  return new ApiRefusal(isSaid ? String(body.message) : '文件没有取到，请稍后重试。', response.status);
}

/** Fetches a file and hands it to the browser to keep; a refusal stays a message and never replaces the page. */
export async function saveFile(address: string, fallbackName: string): Promise<void> {
  let response: Response;
  try {
    response = await fetch(address, { credentials: 'same-origin' });
  } catch {
    throw new ApiRefusal('网络不通，文件没有取到。请检查网络后重试。', 0);
  }
  if (!response.ok) throw await refusalIn(response);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = nameIn(response.headers.get('content-disposition') ?? '') ?? fallbackName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
