import { onBeforeUnmount, onMounted, ref, type Ref, type ShallowRef } from 'vue';

/** How the camera stands, in words for whoever holds the device. */
export type CameraState = 'starting' | 'ready' | 'refused' | 'none';

export const cameraWords: Record<Exclude<CameraState, 'ready'>, string> = {
  starting: '正在打开摄像头…',
  refused: '没有允许使用摄像头。请在浏览器地址栏允许，或用下面的按钮拍照上传。',
  none: '没有找到摄像头。请用下面的按钮选择照片。',
};

const longestSide = 960;

/** A picture in Base64, without the words before it. */
const encoded = (canvas: HTMLCanvasElement): string => canvas.toDataURL('image/jpeg', 0.85).replace(/^[^,]*,/, '');

function drawn(source: CanvasImageSource, width: number, height: number): string {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return encoded(canvas);
}

/** A chosen picture, brought to the size a camera gives. */
export async function pictureOf(file: Blob): Promise<string> {
  const bitmap = await createImageBitmap(file);
  try {
    return drawn(bitmap, bitmap.width, bitmap.height);
  } finally {
    bitmap.close();
  }
}

/** The camera of this device while the page is open; `shoot` gives the present picture. */
export function useCamera(
  video: Readonly<ShallowRef<HTMLVideoElement | null>>,
  facing: 'user' | 'environment' = 'user',
): { readonly state: Ref<CameraState>; shoot(): string | undefined } {
  const state = ref<CameraState>('starting');
  let stream: MediaStream | undefined;
  onMounted(async () => {
    if (!('mediaDevices' in navigator)) {
      state.value = 'none';
      return;
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: facing, width: 1280, height: 720 } });
      const element = video.value;
      if (!element) return;
      element.srcObject = stream;
      await element.play();
      state.value = 'ready';
    } catch (caught) {
      state.value = caught instanceof DOMException && caught.name === 'NotAllowedError' ? 'refused' : 'none';
    }
  });
  onBeforeUnmount(() => {
    for (const track of stream?.getTracks() ?? []) track.stop();
  });
  return {
    state,
    shoot() {
      const element = video.value;
      if (state.value !== 'ready' || !element || element.videoWidth === 0) return undefined;
      return drawn(element, element.videoWidth, element.videoHeight);
    },
  };
}

/** Says something aloud where the device can; what is said is always written as well. */
export function speak(words: string): void {
  if (!('speechSynthesis' in window)) return;
  speechSynthesis.cancel();
  const said = new SpeechSynthesisUtterance(words);
  said.lang = 'zh-CN';
  speechSynthesis.speak(said);
}
