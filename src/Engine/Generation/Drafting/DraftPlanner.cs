using Chameleon.Engine.Generation.Scheduling;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Generation.Drafting;

/// <summary>
/// Puts drafts behind the running answers' tokens, as long as makes the most of a pass: more tokens by as much as the
/// guesses were right so far, against more time by what rows were seen to cost. So drafts are long where guesses are right
/// and few answers run, and there are none where guesses fail or the pass is full already. A draft takes only what nobody
/// else wants: free blocks of the cache, and room that the answer has anyway.
/// </summary>
internal sealed class DraftPlanner(IDecoder decoder, PassCosts costs)
{
    /// <summary>Drafts for all answers that write; their shares of the pass are set.</summary>
    public void Plan(List<Answer> running)
    {
        var (rows, tokens, isPrefill) = (0, 0d, false);
        foreach (var answer in running)
        {
            answer.Main!.KeepDraft(0);
            rows += answer.Share.Total;
            tokens += answer.Share.IsWhole ? 1 : 0;
            isPrefill |= answer.Share.IsPrefill;
        }

        for (var i = 0; i < running.Count && !isPrefill && rows < PassCosts.MostRows; i++)
        {
            if (running[i].Share.IsWhole && running[i] is { Lookup: not null, Machine.Current: Modality.Modality.Text })
            {
                Draft(running[i], ref rows, ref tokens);
            }
        }
    }

    private void Draft(Answer answer, ref int rows, ref double tokens)
    {
        var (main, lookup) = (answer.Main!, answer.Lookup!);
        var most = Math.Min(Math.Min(answer.Request.DraftTokens, answer.Room - 1), PassCosts.MostRows - rows);
        if (most <= 0 || !decoder.CanExtend(main.Count, main.Count + most))
        {
            return;
        }

        while (main.Drafted < most && lookup.TryGuess(main.TokensAndDraft, main.Drafted, out var id) && answer.Machine.GoesOnWith(id))
        {
            main.Draft(id);
        }

        main.KeepDraft(Length(lookup.HitRate, main.Drafted, rows, tokens));
        main.KeepDraftThatFits();
        rows += main.Drafted;
        tokens += Expected(lookup.HitRate, main.Drafted);
    }

    /// <summary>The length that brings most tokens in the time.</summary>
    private int Length(double hitRate, int most, int rows, double tokens)
    {
        var (length, best) = (0, tokens / costs.Of(rows));
        for (var candidate = 1; candidate <= most; candidate++)
        {
            var rate = (tokens + Expected(hitRate, candidate)) / costs.Of(rows + candidate);
            (length, best) = rate > best ? (candidate, rate) : (length, best);
        }

        return length;
    }

    /// <summary>How many tokens of a draft are likely to be right: each is only if those before it are.</summary>
    private static double Expected(double hitRate, int length)
    {
        var (sum, chance) = (0d, 1d);
        for (var i = 0; i < length; i++)
        {
            chance *= hitRate;
            sum += chance;
        }

        return sum;
    }
}
