using Chameleon.Engine.Generation.Processors;

namespace Chameleon.Engine.Generation.Sampling;

/// <summary>Chooses tokens from rows of logits. Allocates nothing per token. Not thread-safe.</summary>
internal sealed class Sampler(LogitsWorkspace workspace)
{
    /// <summary>Draws a token from softmax(logits).</summary>
    /// <exception cref="GenerationException">No token is possible, or a logit is NaN or +∞.</exception>
    public int Draw(ReadOnlySpan<float> logits, ref SampleRandom random)
    {
        Check(logits);
        LogitsMath.Softmax(logits, workspace.Probabilities);
        var total = 0d;
        foreach (var probability in workspace.Probabilities)
        {
            total += probability;
        }

        var (left, last) = (random.NextDouble() * total, -1);
        for (var i = 0; i < logits.Length; i++)
        {
            var probability = workspace.Probabilities[i];
            if (probability == 0)
            {
                continue;
            }

            left -= probability;
            last = i;
            if (left < 0)
            {
                break;
            }
        }

        return last;
    }

    /// <summary>The likeliest token, the first of equals.</summary>
    /// <exception cref="GenerationException">No token is possible, or a logit is NaN or +∞.</exception>
    public static int Greedy(ReadOnlySpan<float> logits)
    {
        Check(logits);
        return logits.IndexOf(LogitsMath.Max(logits));
    }

    /// <summary>Refuses rows that no token can be chosen from.</summary>
    /// <exception cref="GenerationException">No token is possible, or a logit is NaN or +∞.</exception>
    public static void Check(ReadOnlySpan<float> logits)
    {
        var possible = false;
        for (var i = 0; i < logits.Length; i++)
        {
            if (float.IsNaN(logits[i]) || float.IsPositiveInfinity(logits[i]))
            {
                throw GenerationThrow.NonFiniteLogits(i, logits[i]);
            }

            possible |= !float.IsNegativeInfinity(logits[i]);
        }

        if (!possible)
        {
            throw GenerationThrow.NothingPossible();
        }
    }
}
