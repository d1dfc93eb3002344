/** Mean and variance of brightness. */
function spreadOf(values: Float32Array): { mean: number; variance: number } {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return { mean, variance: Math.max(0, squares / values.length - mean * mean) };
}

export const lumaOf = (grey: Float32Array): number => spreadOf(grey).mean;

/**
 * Sharpness of the aligned face: how much neighbouring pixels differ, over how much the whole does, in thousandths; so a
 * dark or pale picture is not called blurred.
 */
export function sharpnessOf(grey: Float32Array, edge: number): number {
  const differences = new Float32Array((edge - 2) * (edge - 2));
  let into = 0;
  for (let y = 1; y < edge - 1; y += 1) {
    for (let x = 1; x < edge - 1; x += 1) {
      const at = y * edge + x;
      const around = (grey[at - 1] ?? 0) + (grey[at + 1] ?? 0) + (grey[at - edge] ?? 0) + (grey[at + edge] ?? 0);
      differences[into] = around - 4 * (grey[at] ?? 0);
      into += 1;
    }
  }
  const whole = spreadOf(grey).variance;
  return whole < 1 ? 0 : (1000 * spreadOf(differences).variance) / whole;
}
