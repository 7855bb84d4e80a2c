using Chameleon.Engine.Generation.Processors;

namespace Chameleon.Engine.Generation.Sampling;

/// <summary>Remembers how likely the tokens of one row were, before anything changes it. Not thread-safe.</summary>
internal sealed class TokenProbabilities(LogitsWorkspace workspace)
{
    private float logOfSum;

    /// <summary>Takes a row of the model's logits, checked and masked.</summary>
    public void Take(ReadOnlySpan<float> logits)
    {
        logits.CopyTo(workspace.Raw);
        logOfSum = LogitsMath.LogSumExp(logits);
    }

    /// <summary>What was chosen of the row that was taken last, beside the likeliest.</summary>
    /// <param name="id">What was chosen.</param>
    /// <param name="count">How many of the likeliest are told; fewer where fewer may come up.</param>
    public TokenChoice Choice(int id, int count)
    {
        Span<int> best = stackalloc int[count];
        var found = 0;
        var raw = workspace.Raw;
        for (var candidate = 0; candidate < raw.Length && count > 0; candidate++)
        {
            var logit = raw[candidate];
            if (float.IsNegativeInfinity(logit) || (found == count && logit <= raw[best[count - 1]]))
            {
                continue;
            }

            var place = found < count ? found++ : count - 1;
            for (; place > 0 && logit > raw[best[place - 1]]; place--)
            {
                best[place] = best[place - 1];
            }

            best[place] = candidate;
        }

        var likeliest = new TokenProbability[found];
        for (var i = 0; i < found; i++)
        {
            likeliest[i] = Of(best[i]);
        }

        return new TokenChoice(Of(id), likeliest);
    }

    private TokenProbability Of(int id) => new(id, workspace.Raw[id] - logOfSum);
}
