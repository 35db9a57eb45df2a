package dev.offpeak.simulator.answers;

import dev.offpeak.simulator.http.Hash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/// Embeddings by random projection of the bag of words: texts that share words point the same way.
public final class Embedder {
    private static final Pattern WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    // A long text would cost milliseconds per row; its first few hundred different words place it well enough.
    private static final int MAX_WORDS = 256;

    private Embedder() {}

    /// A unit vector, the same for the same text on every run.
    public static float[] embed(String text, int dimensions) {
        float[] vector = new float[dimensions];
        long[] words = Arrays.stream(WORD.split(text.toLowerCase(Locale.ROOT), 4 * MAX_WORDS))
                .filter(word -> !word.isEmpty())
                .mapToLong(Hash::of)
                .distinct()
                .limit(MAX_WORDS)
                .toArray();
        for (long word : words.length == 0 ? new long[] {Hash.of(text)} : words) {
            project(word, vector);
        }
        return normalized(vector);
    }

    /// Little-endian floats in base64, as `encoding_format: base64` asks for.
    public static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : vector) {
            bytes.putFloat(value);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static void project(long word, float[] vector) {
        long state = word | 1;
        for (int i = 0; i < vector.length; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            vector[i] += (int) state * 0x1.0p-31f;
        }
    }

    private static float[] normalized(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        float factor = (float) (1 / Math.sqrt(square));
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
        return vector;
    }
}
