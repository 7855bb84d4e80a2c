using Chameleon.Engine.Generation.Cache;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>
/// Decides what each running answer computes in the next pass, and finds blocks for it: whoever writes goes on by a
/// token, and prompts share what a pass may read beside, oldest first. When blocks run out, cached prefixes go first,
/// then paused answers, then the youngest, which start again later from their ids. The oldest answer always goes on.
/// </summary>
internal sealed class PassPlanner(IDecoder decoder, PrefixCache cache, int prefillChunk)
{
    /// <summary>Gives every running answer its share; an empty one to those that pause.</summary>
    /// <param name="running">Running answers, oldest first.</param>
    /// <param name="preempt">Puts an answer back to the waiting ones and takes it out of <paramref name="running"/>.</param>
    public void Plan(List<Answer> running, Action<Answer> preempt)
    {
        var allowance = prefillChunk;
        for (var i = 0; i < running.Count; i++)
        {
            var answer = running[i];
            answer.Share = default;
            if (answer.Request.Output.IsFull)
            {
                continue;
            }

            var share = ShareOf(answer, allowance);
            if (share.Total == 0)
            {
                continue;
            }

            if (!TryReserve(answer, share, running, preempt))
            {
                // It gave way itself, being the youngest: nobody comes after it.
                return;
            }

            i = running.IndexOf(answer);
            answer.Share = share;
            allowance -= share.IsPrefill ? Math.Min(allowance, share.Total) : 0;
        }
    }

    private PassShare ShareOf(Answer answer, int allowance)
    {
        ResetIfStale(answer.Main);
        ResetIfStale(answer.ImageOnly);
        ResetIfStale(answer.Unconditioned);
        if (answer.Pending <= Math.Max(allowance, PassShare.MostDecodingTokens))
        {
            return Whole(answer);
        }

        // The last token of each sequence waits for those of the others: their logits are wanted together.
        var left = allowance;
        var main = Part(answer.Main, ref left);
        var imageOnly = Part(answer.ImageOnly, ref left);
        var unconditioned = Part(answer.Unconditioned, ref left);
        return main < 0 || imageOnly < 0 || unconditioned < 0
            ? Whole(answer)
            : new PassShare(main, imageOnly, unconditioned, false);
    }

    private static PassShare Whole(Answer answer) =>
        new(answer.Main!.Pending, answer.ImageOnly?.Pending ?? 0, answer.Unconditioned?.Pending ?? 0, true);

    /// <summary>Tokens of a part of a sequence; −1 if it can only be computed as a whole (dynamic rope scaling).</summary>
    private int Part(Lane? lane, ref int allowance)
    {
        if (lane is null)
        {
            return 0;
        }

        var part = Math.Min(allowance, lane.Pending - 1);
        allowance -= part;
        return part == 0 || decoder.CanExtend(lane.Computed + part, lane.Count) ? part : -1;
    }

    private void ResetIfStale(Lane? lane)
    {
        if (lane is { Computed: > 0 } && !decoder.CanExtend(lane.Computed, lane.Count))
        {
            lane.Release();
        }
    }

    private bool TryReserve(Answer answer, PassShare share, List<Answer> running, Action<Answer> preempt)
    {
        while (!answer.Main!.TryReserve(share.Main)
            || answer.ImageOnly?.TryReserve(share.ImageOnly) == false
            || answer.Unconditioned?.TryReserve(share.Unconditioned) == false)
        {
            if (cache.TryEvict())
            {
                continue;
            }

            var victim = Victim(answer, running);
            preempt(victim);
            if (victim == answer)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Who gives its blocks back: a paused answer, or the youngest; the asking one only if none is younger.</summary>
    private static Answer Victim(Answer asking, List<Answer> running)
    {
        foreach (var answer in running)
        {
            if (answer != asking && answer.Request.Output.IsFull && answer.Main!.Cache.Blocks.Count > 0)
            {
                return answer;
            }
        }

        return running[^1];
    }
}
