namespace Chameleon.Engine.Models;

/// <summary>The loss of a language model: every position predicts the next label.</summary>
internal static class CrossEntropy
{
    /// <summary>Labels with this value do not count.</summary>
    public const int Ignored = -100;

    /// <summary>
    /// Mean of −log softmax(logits[t])[label[t + 1]] over the labels that count; NaN when none does, infinite when a sum of
    /// forbidden labels passes float32, as in the reference.
    /// </summary>
    /// <param name="logits">[batch, length, vocabulary].</param>
    /// <param name="labels">[batch, length].</param>
    /// <exception cref="ArgumentException">A label outside the vocabulary.</exception>
    public static float Mean(ForwardTensor logits, int[,] labels)
    {
        var (batch, length, vocabulary) = (logits.Shape[0], logits.Shape[1], logits.Shape[2]);
        var (sum, count) = (0.0, 0);
        for (var row = 0; row < batch; row++)
        {
            for (var t = 1; t < length; t++)
            {
                var label = labels[row, t];
                if (label == Ignored)
                {
                    continue;
                }

                if ((uint)label >= (uint)vocabulary)
                {
                    throw new ArgumentException($"Label {label} at [{row}, {t}] is outside the vocabulary of {vocabulary} and not {Ignored}.", nameof(labels));
                }

                sum += NegativeLogProbability(logits.Values.AsSpan(((row * length) + t - 1) * vocabulary, vocabulary), label);
                count++;
            }
        }

        return (float)sum / count;
    }

    private static double NegativeLogProbability(ReadOnlySpan<float> logits, int label)
    {
        var largest = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        return Math.Log(sum) + largest - logits[label];
    }
}
