namespace Chameleon.Engine.Generation.Processors;

/// <summary>Arithmetic on rows of logits. Sums are float64, so that nothing depends on their order.</summary>
internal static class LogitsMath
{
    /// <summary>softmax(logits); −∞ gives 0. Returns the largest logit.</summary>
    /// <param name="logits">[vocabulary], at least one above −∞.</param>
    /// <param name="probabilities">[vocabulary].</param>
    public static float Softmax(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        var largest = Max(logits);
        var sum = 0d;
        for (var i = 0; i < logits.Length; i++)
        {
            var weight = float.IsNegativeInfinity(logits[i]) ? 0 : MathF.Exp(logits[i] - largest);
            probabilities[i] = weight;
            sum += weight;
        }

        var scale = (float)(1 / sum);
        for (var i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] *= scale;
        }

        return largest;
    }

    /// <summary>log Σ exp(logits).</summary>
    public static float LogSumExp(ReadOnlySpan<float> logits)
    {
        var largest = Max(logits);
        var sum = 0d;
        foreach (var logit in logits)
        {
            sum += float.IsNegativeInfinity(logit) ? 0 : MathF.Exp(logit - largest);
        }

        return largest + (float)Math.Log(sum);
    }

    /// <summary>The largest logit; −∞ for none.</summary>
    public static float Max(ReadOnlySpan<float> logits)
    {
        var largest = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            largest = logit > largest ? logit : largest;
        }

        return largest;
    }

    /// <summary>The k-th largest value, k from 1. Reorders <paramref name="values"/> (Hoare's quickselect).</summary>
    public static float KthLargest(Span<float> values, int k)
    {
        var (low, high, wanted) = (0, values.Length - 1, k - 1);
        while (low < high)
        {
            var pivot = values[low + ((high - low) / 2)];
            var (left, right) = (low, high);
            while (left <= right)
            {
                while (values[left] > pivot)
                {
                    left++;
                }

                while (values[right] < pivot)
                {
                    right--;
                }

                if (left <= right)
                {
                    (values[left], values[right]) = (values[right], values[left]);
                    left++;
                    right--;
                }
            }

            if (wanted <= right)
            {
                high = right;
            }
            else if (wanted >= left)
            {
                low = left;
            }
            else
            {
                break;
            }
        }

        return values[wanted];
    }
}
