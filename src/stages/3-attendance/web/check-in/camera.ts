import { looksOnTheWay, watching } from '../../domain/check-in/passing';
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

function canvasOf(source: CanvasImageSource, width: number, height: number, longest = longestSide): HTMLCanvasElement {
  const scale = Math.min(1, longest / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const drawn = (source: CanvasImageSource, width: number, height: number): string =>
  encoded(canvasOf(source, width, height));

/** While a head turns: how large the pictures are that go along, and those they are compared by. */
const [passingSide, changeSide] = [480, 24];

/** How much a picture differs from the one before, in steps of brightness over a coarse grid. */
function changeBetween(before: ImageData | undefined, now: ImageData | undefined): number {
  if (!before || !now) return 0;
  let sum = 0;
  for (let at = 1; at < now.data.length; at += 4) sum += Math.abs((now.data[at] ?? 0) - (before.data[at] ?? 0));
  return sum;
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
): {
  readonly state: Ref<CameraState>;
  shoot(): string | undefined;
  /** Watches a head turn and gives two small pictures of it on its way. */
  passing(): Promise<string[]>;
} {
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
  /** The picture that stands in the camera, where there is one. */
  const standing = () => {
    const element = video.value;
    return state.value === 'ready' && element && element.videoWidth > 0 ? element : undefined;
  };
  return {
    state,
    shoot() {
      const element = standing();
      return element && drawn(element, element.videoWidth, element.videoHeight);
    },
    async passing() {
      const looks: { readonly picture: HTMLCanvasElement; readonly change: number }[] = [];
      let before: ImageData | undefined;
      for (const until = performance.now() + watching.turnMs; performance.now() < until; ) {
        await new Promise((resolve) => setTimeout(resolve, watching.lookEveryMs));
        const element = standing();
        if (!element) continue;
        const picture = canvasOf(element, element.videoWidth, element.videoHeight, passingSide);
        const coarse = canvasOf(picture, picture.width, picture.height, changeSide);
        const now = coarse.getContext('2d')?.getImageData(0, 0, coarse.width, coarse.height);
        looks.push({ picture, change: changeBetween(before, now) });
        before = now;
      }
      return looksOnTheWay(looks.map(({ change }) => change)).flatMap((at) => {
        const look = looks[at];
        return look ? [encoded(look.picture)] : [];
      });
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
