import { z } from 'zod/mini';

const refusalForm = z.object({ message: z.string() });

/** The sentence with which the server refuses a picture, for showing it in the picture’s place. */
export async function whyNoPicture(address: string): Promise<string> {
  try {
    const answer = await fetch(address, { headers: { accept: 'application/json' } });
    if (answer.ok) return '照片打不开，请重试。';
    const told = refusalForm.safeParse(await answer.json());
    return told.success ? told.data.message : '照片打不开，请重试。';
  } catch {
    return '没有连上服务器，请检查网络后重试。';
  }
}
